import { describe, expect, it } from 'vitest';
import { resolveBinary, type BinaryRequest } from '../src/binary';

function request(files: string[], more: Partial<BinaryRequest> = {}): BinaryRequest {
  return {
    setting: '',
    workspaceSetting: '',
    trusted: true,
    extensionFolder: '/ext',
    workspaceFolders: ['/project'],
    home: '/home/me',
    platform: 'linux',
    searchPath: '/usr/bin:/usr/local/bin',
    isExecutable: (file) => files.includes(file),
    ...more,
  };
}

const bundled = '/ext/bin/flinkmem-lint';
const onPath = '/usr/local/bin/flinkmem-lint';

describe('resolveBinary', () => {
  it('takes what the user set before the bundled program', () => {
    const binary = resolveBinary(request(['/opt/fl', bundled, onPath], { setting: '/opt/fl' }));
    expect(binary).toEqual({ file: '/opt/fl', from: 'setting' });
  });

  it('takes the bundled program before the PATH', () => {
    expect(resolveBinary(request([bundled, onPath]))).toEqual({ file: bundled, from: 'bundled' });
  });

  it('takes the PATH where nothing is bundled for the platform', () => {
    expect(resolveBinary(request([onPath]))).toEqual({ file: onPath, from: 'PATH' });
  });

  it('says what to do where there is none', () => {
    const binary = resolveBinary(request([]));
    expect(binary.file).toBeUndefined();
    expect(binary).toHaveProperty('problem', expect.stringMatching(/linux.*go install.*flinkmem-lint\.server\.path/));
  });

  it('does not fall back where a setting is wrong: it would hide the mistake', () => {
    for (const setting of ['/opt/none', 'flinkmem-lint', './bin/flinkmem-lint']) {
      const binary = resolveBinary(request([bundled, onPath], { setting }));
      expect(binary).toHaveProperty('problem', expect.stringContaining(`flinkmem-lint.server.path is "${setting}"`));
    }
  });

  it('knows the home folder', () => {
    const binary = resolveBinary(request(['/home/me/go/bin/fl'], { setting: '~/go/bin/fl' }));
    expect(binary.file).toBe('/home/me/go/bin/fl');
  });

  it('lets a trusted workspace choose, and an untrusted one not', () => {
    const files = ['/project/evil', '/opt/fl', bundled];
    const asked = { workspaceSetting: '/project/evil', setting: '/opt/fl' };
    expect(resolveBinary(request(files, asked)).file).toBe('/project/evil');
    expect(resolveBinary(request(files, { ...asked, trusted: false })).file).toBe('/opt/fl');
    expect(resolveBinary(request(files, { workspaceSetting: '/project/evil', trusted: false })).file).toBe(bundled);
  });

  it('starts nothing from the PATH that an untrusted workspace could have put there', () => {
    const search = { searchPath: '.:bin:/project/node_modules/.bin:/projection:/usr/local/bin', trusted: false };
    const evil = ['./flinkmem-lint', 'bin/flinkmem-lint', '/project/node_modules/.bin/flinkmem-lint'];
    expect(resolveBinary(request(evil, search)).file).toBeUndefined();
    expect(resolveBinary(request([...evil, onPath], search)).file).toBe(onPath);
    expect(resolveBinary(request([...evil, '/projection/flinkmem-lint'], search)).file).toBe('/projection/flinkmem-lint');
    expect(resolveBinary(request(evil, { ...search, trusted: true })).file).toBe('/project/node_modules/.bin/flinkmem-lint');
  });

  it('knows the paths of Windows', () => {
    const windows = {
      platform: 'win32' as const,
      extensionFolder: 'C:\\Users\\me\\ext',
      workspaceFolders: ['C:\\Work'],
      searchPath: '"C:\\Tools";c:\\work\\bin;D:\\go\\bin\\',
    };
    expect(resolveBinary(request(['C:\\Users\\me\\ext\\bin\\flinkmem-lint.exe'], windows)).file).toBe('C:\\Users\\me\\ext\\bin\\flinkmem-lint.exe');
    expect(resolveBinary(request(['D:\\go\\bin\\flinkmem-lint.exe'], windows)).file).toBe('D:\\go\\bin\\flinkmem-lint.exe');
    expect(resolveBinary(request(['C:\\Tools\\flinkmem-lint.exe'], windows)).file).toBe('C:\\Tools\\flinkmem-lint.exe');
    const inside = resolveBinary(request(['c:\\work\\bin\\flinkmem-lint.exe'], { ...windows, trusted: false }));
    expect(inside.file).toBeUndefined();
    const set = resolveBinary(request(['C:/fl.exe'], { ...windows, setting: 'C:/fl.exe' }));
    expect(set).toEqual({ file: 'C:/fl.exe', from: 'setting' });
  });
});
