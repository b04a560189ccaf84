import { newKey, openMemory } from "./index.ts";
import { said } from "./memory.fixture.ts";

/** One writer among many: notes something for ever, and says each time what is kept now. */
const [path = "", name = ""] = process.argv.slice(2);
const store = openMemory(path);
for (let number = 0; ; number++) {
  const content = `${name} ${number}`;
  store.add([{ key: newKey(), record: said(content, { agent: name }) }]);
  process.stdout.write(`${content}\n`);
}
