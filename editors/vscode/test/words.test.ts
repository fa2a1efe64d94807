import { describe, expect, it } from 'vitest';
import { fails, inWords, levelOf } from '../src/counts';
import { limits } from '../src/limits';
import type { MemoryAnswer, MemoryProcess } from '../src/protocol';
import { announcement } from '../src/view/announcement';

describe('counts', () => {
  it('are worded as the command line words them', () => {
    expect(inWords({ error: 1, warning: 2, info: 0 })).toBe('1 error, 2 warnings');
    expect(inWords({ error: 0, warning: 0, info: 0 })).toBe('no findings');
  });

  it('fail from a level on', () => {
    const counts = { error: 0, warning: 1, info: 3 };
    expect(fails(counts, 'error')).toBe(false);
    expect(fails(counts, 'warning')).toBe(true);
    expect(fails({ ...counts, warning: 0 }, 'warning')).toBe(false);
    expect(fails({ ...counts, warning: 0 }, 'info')).toBe(true);
  });

  it('knows the severities of VS Code', () => {
    expect([0, 1, 2, 3].map(levelOf)).toEqual(['error', 'warning', 'info', 'info']);
  });
});

describe('limits', () => {
  it('says what is off, and nothing where all is on', () => {
    expect(limits({ trusted: true, schemes: ['file'] })).toEqual([]);
    expect(limits({ trusted: true, schemes: [] })).toEqual([]);
    expect(limits({ trusted: false, schemes: ['file', 'vscode-vfs', 'vscode-vfs'] })).toEqual([
      expect.stringContaining('not trusted'),
      expect.stringContaining('(vscode-vfs)'),
    ]);
  });
});

describe('announcement', () => {
  const process: MemoryProcess = {
    title: 'TaskManager',
    role: 'TaskManager',
    ok: true,
    totals: [],
    parts: [],
    problems: [],
    unknown: [],
    note: '',
    limit: 100,
    over: '',
    line: null,
    options: {},
  };
  const answer = (...processes: MemoryProcess[]): MemoryAnswer => ({
    version: 1,
    flink: [],
    known: [],
    failLevel: 'error',
    places: [{ title: 'x', flink: null, note: '', refusal: false, processes }],
  });

  it('says what came out of an edit', () => {
    const total = { name: 'totalProcess', label: 'Total Process Memory', bytes: 1, size: '2048 MiB', share: '100 %', percent: 100, origin: '', keys: [] };
    expect(announcement(answer({ ...process, totals: [total] }))).toBe('TaskManager: Total Process Memory 2048 MiB.');
    const problem = { code: 'x', message: 'y', keys: [], sum: null };
    expect(announcement(answer({ ...process, ok: false, problems: [problem] }))).toBe('Flink refuses to start the TaskManager.');
    expect(announcement(answer({ ...process, ok: null, unknown: ['a'] }))).toBe('TaskManager: not known.');
    expect(announcement(answer({ ...process, title: 'TaskManager and .NET', totals: [total], over: '64 MiB' }))).toBe(
      'TaskManager and .NET: Total Process Memory 2048 MiB. 64 MiB do not fit.',
    );
    expect(announcement(null)).toBe('No Flink options');
  });
});
