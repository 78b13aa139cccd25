package io.atoll.env;

import java.io.IOException;

/** A file holds something other than what was written to it, or is of another kind. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String what) {
    super(what);
  }
}
