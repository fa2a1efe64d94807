/** What the server is sent of the settings: the names of .flinkmem-lint.toml, and those of the command line. */

/** Reads one setting; undefined and null are not set. */
export type Reader = (name: string) => unknown;

/** The settings that mean what they mean in .flinkmem-lint.toml. */
export const tomlNames = ['flink-version', 'dotnet-native-reserve', 'exclude', 'fail-level', 'rules', 'override'] as const;

export interface SettingsContext {
  /** The configuration file that is set for the workspace counts in a trusted one alone. */
  readonly trusted: boolean;
  /** The version that the user chose for this window, for all files; "" for none. */
  readonly versionForNow: string;
}

export type ServerSettings = Record<string, unknown>;

/** An empty setting is none: it must not take the place of what a file says. */
export function serverSettings(read: Reader, context: SettingsContext): ServerSettings {
  const settings: ServerSettings = {};
  for (const name of tomlNames) {
    const value = read(name);
    if (!isEmpty(value)) {
      settings[name] = value;
    }
  }
  const config = read('config');
  if (context.trusted && typeof config === 'string' && config !== '') {
    settings['config'] = config;
  }
  if (context.versionForNow !== '') {
    settings['flinkVersion'] = context.versionForNow;
  }
  return settings;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') {
    return true;
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return typeof value === 'object' && Object.keys(value).length === 0;
}
