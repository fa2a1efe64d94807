import { describe, expect, it } from 'vitest';
import { withFlinkVersion } from '../src/toml';

describe('withFlinkVersion', () => {
  const cases: [name: string, before: string, after: string][] = [
    ['an empty file', '', 'flink-version = "2.0"\n'],
    ['a version', 'a = 1\nflink-version = "1.20"\n[rules]\n', 'a = 1\nflink-version = "2.0"\n[rules]\n'],
    ['a version with a comment', "flink-version='1.20'  # ours\n", 'flink-version = "2.0" # ours\n'],
    ['the comment of a new file', '#:schema x\n# The version\n# flink-version = "1.20"\n\n# [rules]\n', '#:schema x\n# The version\nflink-version = "2.0"\n\n# [rules]\n'],
    ['a comment and a version', '# flink-version = "1.1"\nflink-version = "1.20"\n', '# flink-version = "1.1"\nflink-version = "2.0"\n'],
    ['none', '# mine\nfail-level = "info"\n', '# mine\nflink-version = "2.0"\nfail-level = "info"\n'],
    ['one of an override', '[[override]]\nflink-version = "1.14"\n', 'flink-version = "2.0"\n[[override]]\nflink-version = "1.14"\n'],
    ['CRLF', '# a\r\nflink-version = "1.20"\r\nx = 1\r\n', '# a\r\nflink-version = "2.0"\r\nx = 1\r\n'],
    ['CRLF and none', 'x = 1\r\n', 'flink-version = "2.0"\r\nx = 1\r\n'],
    ['no final line end', '# mine', '# mine\nflink-version = "2.0"\n'],
    ['a byte order mark', '\uFEFFx = 1\n', '\uFEFFflink-version = "2.0"\nx = 1\n'],
  ];
  it.each(cases)('%s', (_, before, after) => {
    expect(withFlinkVersion(before, '2.0')).toBe(after);
    expect(withFlinkVersion(after, '2.0')).toBe(after);
  });
});
