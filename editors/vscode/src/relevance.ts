/** Whether a document can hold Flink options: a cheap question, so that no server runs where there is nothing to do. */

/** The languages of the files that the server reads. */
export const languages: readonly string[] = [
  'yaml',
  'dockercompose',
  'helm',
  'dockerfile',
  'markdown',
  'shellscript',
  'json',
  'jsonc',
  'csharp',
  'properties',
  'dotenv',
];

/** Files that count whatever language they are taken for. */
export const fileNames: readonly string[] = ['flink-conf.yaml', 'config.yaml', '.flinkmem-lint.toml', '.env'];

/** Files whose names alone say that a workspace is about Flink. */
export const tellingNames: readonly string[] = ['flink-conf.yaml', '.flinkmem-lint.toml'];

const telling = /flink|(?:task|job)manager[.:]|DOTNET_gc|System\.GC\./i;

/** A text longer than this is not Flink's configuration. */
const mostCharacters = 5_000_000;

export function mayHoldOptions(fileName: string, languageId: string, text: () => string): boolean {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  if (tellingNames.includes(base)) {
    return true;
  }
  if (!languages.includes(languageId) && !fileNames.includes(base)) {
    return false;
  }
  const content = text();
  return content.length <= mostCharacters && telling.test(content);
}

export interface Filter {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** The documents that the server is told of. The schemes are those of files that are on no disk. */
export function documentFilters(virtualSchemes: readonly string[]): Filter[] {
  const schemes = ['file', 'untitled', ...virtualSchemes.filter((s) => s !== 'file' && s !== 'untitled')];
  return [
    ...schemes.flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
    ...schemes.filter((s) => s !== 'untitled').map((scheme) => ({ scheme, pattern: `**/{${fileNames.join(',')}}` })),
  ];
}
