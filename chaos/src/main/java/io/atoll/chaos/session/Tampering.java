package io.atoll.chaos.session;

import io.atoll.client.Session;
import io.atoll.client.engine.Engine;
import io.atoll.server.Backend;

/**
 * A place to break the rules that sessions rest on, so that it can be seen that checkers notice.
 */
public interface Tampering {
  /** Everything as it is. */
  Tampering NONE = new Tampering() {};

  /** What the typed face of a client uses as its engine. */
  default Engine engine(Engine real) {
    return real;
  }

  /** What the client port of a node uses as the node. */
  default Backend backend(Backend real) {
    return real;
  }

  /** What a session is elsewhere, of its bytes. */
  default Session restore(byte[] bytes) {
    return Session.restore(bytes);
  }
}
