import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serverSettings, tomlNames } from '../src/settings';

interface Property {
  default: unknown;
  scope: string;
  markdownDescription?: string;
}

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, Property> };
    commands: { command: string; title: string }[];
    walkthroughs: { steps: { description: string; media: { image?: string; markdown?: string } }[] }[];
  };
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  activationEvents: string[];
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const properties = manifest.contributes.configuration.properties;

/** Of the repository around, where it is there. */
const schemaFile = new URL('../../../docs/flinkmem-lint.schema.json', import.meta.url);

const context = { trusted: true, versionForNow: '' };

function read(values: Record<string, unknown>): (name: string) => unknown {
  return (name) => values[name];
}

describe('settings', () => {
  it.runIf(existsSync(schemaFile))('have the names of .flinkmem-lint.toml, all of them', () => {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as { properties: Record<string, unknown> };
    expect([...tomlNames].sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('are documented, and their defaults say nothing to the server', () => {
    for (const name of [...tomlNames, 'config', 'server.path', 'trace.server']) {
      expect(properties[`flinkmem-lint.${name}`]?.markdownDescription, name).toBeTruthy();
    }
    const defaults = Object.fromEntries(Object.entries(properties).map(([name, p]) => [name.replace('flinkmem-lint.', ''), p.default]));
    expect(serverSettings(read(defaults), context)).toEqual({});
  });

  it('are sent as they are set', () => {
    const values = {
      'flink-version': '1.20',
      'dotnet-native-reserve': '256m',
      exclude: ['old'],
      'fail-level': 'warning',
      rules: { 'deprecated-option': 'off' },
      override: [{ files: ['a'] }],
      config: 'conf/x.toml',
    };
    expect(serverSettings(read({ ...values, 'server.path': '/bin/true' }), context)).toEqual(values);
  });

  it('name no configuration file for an untrusted workspace', () => {
    const values = { config: '/etc/passwd', 'flink-version': '1.20' };
    expect(serverSettings(read(values), { ...context, trusted: false })).toEqual({ 'flink-version': '1.20' });
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.sort()).toEqual(['flinkmem-lint.config', 'flinkmem-lint.server.path']);
    expect(properties['flinkmem-lint.server.path']?.scope).toBe('machine-overridable');
  });

  it('have the version for now beside the one that is set', () => {
    expect(serverSettings(read({ 'flink-version': '1.20' }), { ...context, versionForNow: '2.0' })).toEqual({
      'flink-version': '1.20',
      flinkVersion: '2.0',
    });
  });
});

describe('the manifest', () => {
  it('brings no language, grammar, formatter or schema: those are of the extensions for YAML and Kubernetes', () => {
    expect(Object.keys(manifest.contributes).sort()).toEqual(['commands', 'configuration', 'menus', 'walkthroughs']);
  });

  it('names only commands that there are, in the walkthrough too', () => {
    const source = readFileSync(new URL('../src/extension.ts', import.meta.url), 'utf8');
    const registered = [...source.matchAll(/command\('(\w+)'/g)].map((m) => `flinkmem-lint.${String(m[1])}`);
    const contributed = manifest.contributes.commands.map((c) => c.command);
    expect(contributed.sort()).toEqual(registered.sort());
    for (const step of manifest.contributes.walkthroughs.flatMap((w) => w.steps)) {
      for (const [, name] of step.description.matchAll(/\(command:(flinkmem-lint\.\w+)\)/g)) {
        expect(contributed).toContain(name);
      }
      const media = step.media.image ?? step.media.markdown ?? '';
      expect(readFileSync(new URL(`../${media}`, import.meta.url)).length, media).toBeGreaterThan(0);
    }
  });
});
