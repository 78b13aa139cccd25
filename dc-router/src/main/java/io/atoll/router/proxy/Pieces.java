package io.atoll.router.proxy;

import io.vertx.core.buffer.Buffer;

/** A body that arrives in pieces. Most come in one, which is then passed on without a copy. */
final class Pieces {
  private Buffer whole;
  private boolean own;

  void add(Buffer piece) {
    if (whole == null) {
      whole = piece;
      return;
    }
    if (!own) {
      // The first piece is the decoder's, and may not be written to.
      own = true;
      whole = Buffer.buffer(2 * whole.length() + piece.length()).appendBuffer(whole);
    }
    whole.appendBuffer(piece);
  }

  int length() {
    return whole == null ? 0 : whole.length();
  }

  /** What came so far, or null when nothing did. */
  Buffer whole() {
    return whole;
  }
}
