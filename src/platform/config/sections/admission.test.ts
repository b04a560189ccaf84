import { expect, test } from "vitest";
import { resolveAdmission } from "./admission.ts";
import { mergeLayers } from "../merge.ts";
import type { Author, Layer, Settings } from "../settings.ts";

test("what is not said has a usual value, and what is refused asks for nothing", () => {
  expect(resolveAdmission(undefined)).toEqual({
    freeMemoryMin: 0.1,
    freeDiskBytesMin: 1024 ** 3,
    busyCpuMax: 1,
    staggerMs: 0,
  });
  const all = { free_memory: "25%", free_disk: "2GB", busy_cpu: 0.8, stagger: "1.5s" };
  expect(resolveAdmission(all)).toEqual({
    freeMemoryMin: 0.25,
    freeDiskBytesMin: 2 * 1024 ** 3,
    busyCpuMax: 0.8,
    staggerMs: 1_500,
  });
  const none = { free_memory: false, free_disk: false, busy_cpu: false, stagger: 2 } as const;
  expect(resolveAdmission(none)).toEqual({
    freeMemoryMin: 0,
    freeDiskBytesMin: 0,
    busyCpuMax: 1,
    staggerMs: 2_000,
  });
});

function layer(author: Author, settings: Settings): Layer {
  return { label: author, path: `/${author}`, author, text: "", settings, warnings: [] };
}

function merged(repository: Settings, user: Settings) {
  return mergeLayers([layer("repository", repository), layer("user", user)]);
}

test("the user's own word stands above a repository's, key by key", () => {
  const repository = { admission: { free_memory: "1%", stagger: "9s" } };
  const { settings } = merged(repository, { admission: { free_memory: "20%" } });
  expect(settings.admission).toEqual({ free_memory: "20%", stagger: "9s" });
  expect(merged({}, { admission: { stagger: 1 } }).settings.admission).toEqual({ stagger: 1 });
});

test("only the user has solutions taken over, and whoever names the receiver names its key", () => {
  const refused = merged({ solution_cache: true }, {});
  expect(refused.settings.solution_cache).toBe(false);
  expect(refused.warnings.join()).toContain("solution_cache");
  expect(merged({}, { solution_cache: true }).settings.solution_cache).toBe(true);
  const own = { otlp: "http://mine", headers: { key: "k" } };
  const asked = { telemetry: { otlp: "http://theirs" } };
  expect(merged(asked, { telemetry: own }).settings.telemetry).toEqual(own);
  expect(merged(asked, { telemetry: false }).settings.telemetry).toBe(false);
  expect(merged(asked, {}).settings.telemetry).toEqual(asked.telemetry);
});
