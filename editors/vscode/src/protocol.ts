/** The requests that are this server's own; lsp/memory_request.go has the other side. */
import { NotificationType0, RequestType, RequestType0 } from 'vscode-languageclient/node';
import type { Range } from 'vscode-languageclient/node';

export interface MemoryParams {
  textDocument: { uri: string };
  render: boolean;
}

export interface MemoryAnswer {
  version: number | null;
  flink: FlinkVersion[];
  known: string[];
  failLevel: Level;
  places: MemoryPlace[];
  text?: string;
  svg?: string;
}

export type Level = 'error' | 'warning' | 'info';

export interface FlinkVersion {
  version: string;
  from: string;
}

export interface MemoryPlace {
  title: string;
  /** Null for a file that cannot be read. */
  flink: FlinkVersion | null;
  note: string;
  refusal: boolean;
  processes: MemoryProcess[];
}

export interface MemoryProcess {
  /** What is drawn: a process, .NET, or both in one container. */
  title: string;
  /** Of the process, "" for .NET alone. */
  role: string;
  ok: boolean | null;
  totals: PictureRow[];
  parts: PictureRow[];
  problems: PictureProblem[];
  unknown: string[];
  /** What is to be said beside the bar, or in its place. */
  note: string;
  /** Where the container ends, in percent of the bar. */
  limit: number;
  /** What does not fit into the container, "" where all does. */
  over: string;
  line: number | null;
  options: Record<string, OptionLocation>;
}

export interface PictureRow {
  name: string;
  label: string;
  bytes: number;
  size: string;
  share: string;
  percent: number;
  origin: string;
  keys: string[];
}

export interface PictureProblem {
  code: string;
  message: string;
  keys: string[];
  sum: Demand | null;
}

export interface Demand {
  total: string;
  key: string;
  limit: number;
  parts: Segment[];
  over: string;
}

export interface Segment {
  name: string;
  label: string;
  size: string;
  percent: number;
  key: string;
  bad: boolean;
}

export interface OptionLocation {
  uri: string;
  range: Range;
  value: Range;
}

export interface RuleLine {
  id: string;
  severity: string;
  title: string;
}

export const memoryRequest = new RequestType<MemoryParams, MemoryAnswer | null, void>('flinkmem-lint/memory');
export const rulesRequest = new RequestType0<RuleLine[], void>('flinkmem-lint/rules');
export const ruleRequest = new RequestType<{ id: string }, string, void>('flinkmem-lint/rule');
export const configTemplateRequest = new RequestType0<{ name: string; text: string }, void>('flinkmem-lint/configTemplate');
export const changedNotification = new NotificationType0('flinkmem-lint/changed');
