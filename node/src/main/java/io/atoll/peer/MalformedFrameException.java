package io.atoll.peer;

import java.io.Serial;

/** A frame cannot be read. Nobody outside this package can throw it by mistake. */
final class MalformedFrameException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message);
  }

  MalformedFrameException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
