/** Which program to start: no `vscode` in here, so that a test needs no editor. */

export interface BinaryRequest {
  /** What the user set, "" for nothing. */
  readonly setting: string;
  /** What the workspace sets; it counts in a trusted workspace alone. */
  readonly workspaceSetting: string;
  readonly trusted: boolean;
  /** The folder of the extension. */
  readonly extensionFolder: string;
  readonly workspaceFolders: readonly string[];
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The PATH of the environment. */
  readonly searchPath: string;
  isExecutable(file: string): boolean;
}

export type Binary =
  | { readonly file: string; readonly from: 'setting' | 'bundled' | 'PATH' }
  | { readonly file: undefined; readonly problem: string };

export const settingName = 'flinkmem-lint.server.path';

/**
 * A setting wins, since nobody sets one to be ignored. Then comes the program that the extension brings for its platform, then
 * the PATH, for platforms without one.
 */
export function resolveBinary(request: BinaryRequest): Binary {
  const set = request.trusted && request.workspaceSetting !== '' ? request.workspaceSetting : request.setting;
  if (set !== '') {
    return fromSetting(set, request);
  }
  const bundled = join(request, request.extensionFolder, 'bin', programName(request.platform));
  if (request.isExecutable(bundled)) {
    return { file: bundled, from: 'bundled' };
  }
  for (const folder of searchFolders(request)) {
    const file = join(request, folder, programName(request.platform));
    if (request.isExecutable(file)) {
      return { file, from: 'PATH' };
    }
  }
  return {
    file: undefined,
    problem:
      `this package has no flinkmem-lint for ${request.platform}, and none is on the PATH: ` +
      `install it with "go install github.com/flinkmem/flinkmem-lint/cmd/flinkmem-lint@latest", or set ${settingName}`,
  };
}

function fromSetting(set: string, request: BinaryRequest): Binary {
  const file = set.startsWith('~/') ? join(request, request.home, set.slice(2)) : set;
  if (!isAbsolute(file, request.platform)) {
    return { file: undefined, problem: `${settingName} is "${set}": write an absolute path, or one that starts with ~/` };
  }
  if (!request.isExecutable(file)) {
    return { file: undefined, problem: `${settingName} is "${set}": there is no program that can be started` };
  }
  return { file, from: 'setting' };
}

/** The folders of the PATH: absolute ones, and in an untrusted workspace none that the workspace could fill. */
function searchFolders(request: BinaryRequest): string[] {
  return request.searchPath
    .split(request.platform === 'win32' ? ';' : ':')
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => isAbsolute(folder, request.platform))
    .filter((folder) => request.trusted || !request.workspaceFolders.some((root) => within(folder, root, request.platform)));
}

function within(folder: string, root: string, platform: NodeJS.Platform): boolean {
  const plain = (path: string): string => {
    const slashes = platform === 'win32' ? path.replaceAll('\\', '/').toLowerCase() : path;
    return slashes.replace(/\/+$/, '') + '/';
  };
  return plain(folder).startsWith(plain(root));
}

function programName(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'flinkmem-lint.exe' : 'flinkmem-lint';
}

function isAbsolute(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^([a-zA-Z]:[\\/]|\\\\)/.test(path) : path.startsWith('/');
}

function join(request: BinaryRequest, ...segments: string[]): string {
  const separator = request.platform === 'win32' ? '\\' : '/';
  return segments.map((segment, i) => (i === 0 ? segment.replace(/[\\/]+$/, '') : segment)).join(separator);
}
