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
    return process.role === '' ? `${process.title} does not start.` : `Flink refuses to start the ${process.role}.`;
  }
  const total = process.totals[0];
  const words = total === undefined ? process.note || 'not known.' : `${total.label} ${total.size}.`;
  return `${process.title}: ${words}${process.over === '' ? '' : ` ${process.over} do not fit.`}`;
}
