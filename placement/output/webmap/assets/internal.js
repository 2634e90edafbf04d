// The council's map in the internal edition: beside all else it answers "what if".
import { startCouncil } from "./council.js";
import { startLive } from "./page/live/live.js";

startCouncil([startLive]);
