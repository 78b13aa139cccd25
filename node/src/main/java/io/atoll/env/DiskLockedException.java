package io.atoll.env;

import java.io.IOException;

/** The data directory is in use by another process. */
public final class DiskLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  public DiskLockedException(String message) {
    super(message);
  }
}
