import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentFilters, languages, mayHoldOptions } from '../src/relevance';

describe('mayHoldOptions', () => {
  const cases: [file: string, language: string, text: string, may: boolean][] = [
    ['/x/flink-conf.yaml', 'yaml', '', true],
    ['C:\\x\\flink-conf.yaml', 'plaintext', '', true],
    ['/x/.flinkmem-lint.toml', 'plaintext', '', true],
    ['/x/config.yaml', 'yaml', 'taskmanager:\n  memory:\n', true],
    ['/x/config.yaml', 'plaintext', 'jobmanager.memory.process.size: 1g', true],
    ['/x/a.yaml', 'yaml', 'kind: FlinkDeployment', true],
    ['/x/compose.yml', 'dockercompose', 'image: "apache/flink:1.20"', true],
    ['Untitled-1', 'yaml', 'taskmanager.memory.process.size: 1g', true],
    ['/x/README.md', 'markdown', '```\nTaskManager.memory\n```', true],
    ['/x/Program.cs', 'csharp', '.WithEnvironment("DOTNET_GCHeapHardLimit", "0x1")', true],
    ['/x/a.yaml', 'yaml', 'kind: Service', false],
    ['/x/config.yaml', 'yaml', 'port: 80', false],
    ['/x/a.py', 'python', 'import pyflink', false],
    ['/x/a.txt', 'plaintext', 'flink', false],
  ];
  it.each(cases)('%s (%s): %s', (file, language, text, may) => {
    expect(mayHoldOptions(file, language, () => text)).toBe(may);
  });

  it('does not read files of other kinds', () => {
    const text = (): string => {
      throw new Error('read');
    };
    expect(mayHoldOptions('/x/a.py', 'python', text)).toBe(false);
  });
});

describe('documentFilters', () => {
  it('covers untitled documents and those of virtual file systems', () => {
    const filters = documentFilters(['file', 'vscode-vfs']);
    for (const scheme of ['file', 'untitled', 'vscode-vfs']) {
      expect(filters).toContainEqual({ scheme, language: 'yaml' });
    }
    expect(filters.filter((f) => f.scheme === 'git')).toEqual([]);
    expect(new Set(filters.map((f) => JSON.stringify(f))).size).toBe(filters.length);
  });

  it('starts the extension for each of its languages', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { activationEvents: string[] };
    const activated = manifest.activationEvents.filter((e) => e.startsWith('onLanguage:')).map((e) => e.slice('onLanguage:'.length));
    expect(activated.sort()).toEqual([...languages].sort());
  });
});
