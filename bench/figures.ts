import type { Figure } from "./figure.ts";
import { agentsFigure } from "./figures/agents.ts";
import { attemptFigure } from "./figures/attempt.ts";
import { fenceFigure } from "./figures/fence.ts";
import { gatewayFigure } from "./figures/gateway.ts";
import { goalsFigure } from "./figures/goals.ts";
import { graphFigure } from "./figures/graph.ts";
import { handoverFigure } from "./figures/handover.ts";
import { idleTeamFigure } from "./figures/idle-team.ts";
import { learningFigure, thinFigure } from "./figures/learning.ts";
import { memoryFigure } from "./figures/memory.ts";
import { packageFigure } from "./figures/package.ts";
import { parsersFigure } from "./figures/parsers.ts";
import { restartFigure } from "./figures/restart.ts";
import { roadmapFigure } from "./figures/roadmap.ts";
import { schedulingFigure } from "./figures/scheduling.ts";
import { simulatorFigure } from "./figures/simulator.ts";
import { spawnFigure } from "./figures/spawn.ts";
import { startFigure } from "./figures/start.ts";
import { telemetryFigure } from "./figures/telemetry.ts";
import { workspaceFigure } from "./figures/workspace.ts";

/** Every figure, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  startFigure,
  roadmapFigure,
  graphFigure,
  schedulingFigure,
  goalsFigure,
  learningFigure,
  thinFigure,
  spawnFigure,
  fenceFigure,
  workspaceFigure,
  attemptFigure,
  handoverFigure,
  gatewayFigure,
  parsersFigure,
  agentsFigure,
  telemetryFigure,
  memoryFigure,
  idleTeamFigure,
  restartFigure,
  simulatorFigure,
  packageFigure,
];
