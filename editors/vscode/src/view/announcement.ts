import type { MemoryAnswer, MemoryProcess } from '../protocol';

/** What a screen reader says after a change: the outcome for each process, in a sentence. */
export function announcement(answer: MemoryAnswer | null): string {
  if (answer === null) {
    return 'No Flink options';
  }
  return answer.places
    .flatMap((place) => [...(place.note === '' ? [] : [place.note]), ...place.processes.map(outcome)])
    .join(' ');
}

function outcome(process: MemoryProcess): string {
  if (process.problems.length > 0) {
    return `Flink refuses to start the ${process.role}.`;
  }
  const total = process.totals[0];
  return total === undefined ? `${process.role}: not known.` : `${process.role}: ${total.label} ${total.size}.`;
}
