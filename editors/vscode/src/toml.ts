/** The one edit that the extension makes in .flinkmem-lint.toml: the Flink version. */

const assignment = /^[ \t]*(?:#[ \t]*)?flink-version[ \t]*=[^\r\n]*/;
const tableHeader = /^[ \t]*(?:#[ \t]*)?\[/;

/**
 * The text with another flink-version at its top level: in place of the one that is there, or of the comment that holds its
 * place. Everything else stays.
 */
export function withFlinkVersion(text: string, version: string): string {
  const line = `flink-version = "${version}"`;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = text.slice(mark.length).split(/(?<=\n)/);
  const end = lines.findIndex((l) => tableHeader.test(l));
  const top = end < 0 ? lines : lines.slice(0, end);
  const written = top.findIndex((l) => assignment.test(l) && !l.trimStart().startsWith('#'));
  const at = written >= 0 ? written : top.findIndex((l) => assignment.test(l));
  if (at >= 0) {
    const old = lines[at] ?? '';
    const comment = written >= 0 ? (/["'][ \t]*(#[^\r\n]*)/.exec(old)?.[1] ?? '') : '';
    lines[at] = line + (comment === '' ? '' : ' ' + comment) + lineEnd(old);
    return mark + lines.join('');
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const leading = lines.findIndex((l) => !l.startsWith('#'));
  const head = leading < 0 ? lines : lines.slice(0, leading);
  const rest = leading < 0 ? [] : lines.slice(leading);
  const before = head.join('');
  return mark + before + (before === '' || before.endsWith('\n') ? '' : newline) + line + newline + rest.join('');
}

function lineEnd(line: string): string {
  return /\r?\n$/.exec(line)?.[0] ?? '';
}
