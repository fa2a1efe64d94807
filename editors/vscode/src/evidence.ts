/** How a Flink version is known, in words. */
export function evidence(from: string): string {
  switch (from) {
    case 'assumed':
      return 'assumed';
    case 'flag':
      return 'chosen in this window, for all files';
    case 'flinkVersion':
      return 'from flinkVersion';
    case 'image':
      return "from the image's tag";
    case 'neighbour':
      return 'from a file or folder name';
    case 'config':
      return 'from the settings or .flinkmem-lint.toml';
  }
  return 'from ' + from;
}

/** A file that tells its version itself does not take one from the settings. */
export function tellsItself(from: string): boolean {
  return from === 'flinkVersion' || from === 'image' || from === 'neighbour';
}
