/** What does not work in a workspace, in words. */

export interface Workspace {
  readonly trusted: boolean;
  readonly schemes: readonly string[];
}

export function limits(workspace: Workspace): string[] {
  const off: string[] = [];
  if (!workspace.trusted) {
    off.push(
      'this workspace is not trusted: flinkmem-lint.server.path and flinkmem-lint.config of the workspace do not count, ' +
        'and no program inside it is started',
    );
  }
  const virtual = [...new Set(workspace.schemes.filter((scheme) => scheme !== 'file'))];
  if (virtual.length > 0) {
    off.push(
      `the files of this workspace (${virtual.join(', ')}) are on no disk: each open file is checked by itself, ` +
        'without the files beside it and without .flinkmem-lint.toml',
    );
  }
  return off;
}
