/**
 * A matcher for a glob from the repository's root: `*` and `?` stay within a name, `**` crosses
 * directories, a trailing `/` means everything below, and a glob without `/` matches at any depth.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const below = glob.endsWith("/") ? `${glob}**` : glob;
  const anchored = below.replace(/^\/+/, "");
  const rooted = below.startsWith("/") || anchored.includes("/");
  const pattern = new RegExp(`^${rooted ? "" : "(?:.*/)?"}${translate(anchored)}$`, "su");
  return (path) => pattern.test(path);
}

function translate(glob: string): string {
  return glob.replace(/\*\*\/|\*\*|\*|\?|[^*?]/gsu, (part) => {
    switch (part) {
      case "**/":
        return "(?:.*/)?";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      default:
        return part.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
    }
  });
}
