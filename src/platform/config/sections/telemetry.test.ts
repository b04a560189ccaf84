import { expect, test } from "vitest";
import { resolveTelemetry } from "./telemetry.ts";

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

test("without an address nothing is sent", () => {
  expect(resolveTelemetry(undefined, {}).telemetry).toBeNull();
  expect(resolveTelemetry({ agents: true }, {}).telemetry).toBeNull();
  expect(resolveTelemetry({}, { [ENDPOINT]: "" }).telemetry).toBeNull();
});

test("OpenTelemetry's own variables are understood", () => {
  const { telemetry } = resolveTelemetry(undefined, {
    [ENDPOINT]: "http://localhost:4318/",
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b, y = 2 ,broken,=none,z=%",
    OTEL_RESOURCE_ATTRIBUTES: "service.name=mine,team=a",
  });
  expect(telemetry).toEqual({
    url: "http://localhost:4318",
    headers: { "x-key": "a b", y: "2" },
    service: "mine",
    resource: { team: "a" },
    agents: false,
  });
});

test("the key of the variables goes to no address that a file names", () => {
  const env = { [ENDPOINT]: "http://a.example", OTEL_EXPORTER_OTLP_HEADERS: "x-key=mine" };
  const { telemetry } = resolveTelemetry({ otlp: "http://b.example/" }, env);
  expect(telemetry).toMatchObject({ url: "http://b.example", headers: {} });
});

test("whoever wants none has none, and what cannot be spoken to is said", () => {
  const env = { [ENDPOINT]: "http://a.example" };
  expect(resolveTelemetry(false, env).telemetry).toBeNull();
  expect(resolveTelemetry({}, { ...env, OTEL_SDK_DISABLED: "TRUE" }).telemetry).toBeNull();
  for (const bad of [
    { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
    { [ENDPOINT]: "localhost:4317" },
    { [ENDPOINT]: "http://user:key@a.example" },
  ]) {
    const found = resolveTelemetry(undefined, bad);
    expect(found.telemetry).toBeNull();
    expect(found.warnings).toHaveLength(1);
  }
});
