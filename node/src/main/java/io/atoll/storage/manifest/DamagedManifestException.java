package io.atoll.storage.manifest;

import java.io.IOException;

/** A manifest that cannot be believed: without it nobody knows which tables count. */
public final class DamagedManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedManifestException(String what, Throwable cause) {
    super(what, cause);
  }
}
