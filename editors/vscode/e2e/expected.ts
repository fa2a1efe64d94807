/** What the command line says of the workspace: the editor has to show the same. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Underline {
  readonly line: number;
  readonly text: string;
  readonly severity: string;
}

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly start: { line: number; column: number; offset: number };
  readonly end: { line: number; column: number; offset: number };
  readonly fixes: { title: string; safety: string; edits: { file: string; start: { offset: number }; end: { offset: number }; newText: string }[] }[];
}

interface Memory {
  readonly taskManager: Record<string, number>;
  readonly jobManager: Record<string, number>;
  readonly dotnet?: Record<string, number>;
}

export class CommandLine {
  constructor(
    private readonly program: string,
    private readonly folder: string,
  ) {}

  findings(file: string): Finding[] {
    const out = execFileSync(this.program, ['check', '--format', 'json', '--exit-zero', '.'], { cwd: this.folder, encoding: 'utf8' });
    return (JSON.parse(out) as { findings: Finding[] }).findings.filter((f) => f.file === file);
  }

  /** What has to be underlined in a file. */
  underlines(file: string): Underline[] {
    const bytes = readFileSync(join(this.folder, file));
    const all = this.findings(file).map((f) => ({
      line: f.start.line,
      text: bytes.subarray(f.start.offset, f.end.offset).toString('utf8'),
      severity: f.severity,
    }));
    return sorted(all);
  }

  /** The text of a file after one fix. */
  fixed(file: string, rule: string, title: string): string {
    const fix = this.findings(file)
      .filter((f) => f.rule === rule)
      .flatMap((f) => f.fixes)
      .find((f) => f.title.startsWith(title));
    if (fix === undefined) {
      throw new Error(`check has no fix "${title}" of ${rule} for ${file}`);
    }
    let bytes = readFileSync(join(this.folder, file));
    for (const edit of [...fix.edits].sort((a, b) => b.start.offset - a.start.offset)) {
      bytes = Buffer.concat([bytes.subarray(0, edit.start.offset), Buffer.from(edit.newText), bytes.subarray(edit.end.offset)]);
    }
    return bytes.toString('utf8');
  }

  /** The text of a file after check --fix, which leaves the file on the disk as it was. */
  fixedSafely(file: string): string {
    const text = readFileSync(join(this.folder, file), 'utf8');
    const diff = spawnSync(this.program, ['check', '--fix', '--diff', file], { cwd: this.folder, encoding: 'utf8' }).stdout;
    return apply(text, diff);
  }

  /** The limit of the heap of .NET, in bytes. */
  dotNetHeap(file: string): number | undefined {
    return this.memory(file).dotnet?.['heapLimit'];
  }

  /** Components in bytes. */
  memory(file: string, version?: string): Memory {
    const more = version === undefined ? [] : ['--flink-version', version];
    const out = spawnSync(this.program, ['memory', '--format', 'json', ...more, file], { cwd: this.folder, encoding: 'utf8' }).stdout;
    const [first] = JSON.parse(out) as Memory[];
    if (first === undefined) {
      throw new Error(`memory says nothing of ${file}`);
    }
    return first;
  }
}

export function sorted(all: readonly Underline[]): Underline[] {
  return [...all].sort((a, b) => a.line - b.line || a.text.localeCompare(b.text) || a.severity.localeCompare(b.severity));
}

/** Applies a unified diff of one file. */
function apply(text: string, diff: string): string {
  const lines = text.split('\n');
  let shift = 0;
  for (const hunk of diff.split(/^@@ /m).slice(1)) {
    const start = Number(/^-(\d+)/.exec(hunk)?.[1]) - 1;
    const body = hunk.split('\n').slice(1).filter((l) => /^[ +-]/.test(l));
    const before = body.filter((l) => !l.startsWith('+')).map((l) => l.slice(1));
    const after = body.filter((l) => !l.startsWith('-')).map((l) => l.slice(1));
    lines.splice(start + shift, before.length, ...after);
    shift += after.length - before.length;
  }
  return lines.join('\n');
}
