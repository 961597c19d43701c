/**
 * Asks for one page again and again: `node load.mjs ADDRESS CONNECTIONS ANSWERS`; each connection asks anew when it has
 * its answer.
 *
 * Prints how long each answer took, in milliseconds, as JSON. Speaks HTTP by hand, so that it costs less than what it
 * measures; any other status than 200 ends it.
 */
import { connect } from "node:net";

const [address, connections, answers] = process.argv.slice(2);
const { hostname, port, host, pathname } = new URL(address);
const QUESTION = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: identity\r\n\r\n`;
const took = [];

function fail(why) {
  console.error(`${address}: ${why}`);
  process.exit(1);
}

function ask(times) {
  return new Promise((done) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let begun = 0;
    let head = "";
    /** Bytes of the body that are still to come; -1 while the head is read. */
    let missing = -1;
    const question = () => {
      head = "";
      missing = -1;
      begun = performance.now();
      socket.write(QUESTION);
    };
    socket.on("connect", question);
    socket.on("error", (error) => fail(error.message));
    socket.on("close", () => (times > 0 ? fail("the connection was closed") : done()));
    socket.on("data", (bytes) => {
      if (missing === -1) {
        head += bytes.latin1Slice();
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end));
        if (!head.startsWith("HTTP/1.1 200 ") || !length) fail(`answered ${head.slice(0, end)}`);
        missing = Number(length[1]) - (head.length - end - 4);
      } else missing -= bytes.length;
      if (missing > 0) return;
      took.push(performance.now() - begun);
      times -= 1;
      if (times > 0) question();
      else socket.end();
    });
  });
}

const each = Math.floor(Number(answers) / Number(connections));
await Promise.all(Array.from({ length: Number(connections) }, () => ask(each)));
console.log(JSON.stringify(took));
