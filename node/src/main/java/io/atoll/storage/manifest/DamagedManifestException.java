package io.atoll.storage.manifest;

import io.atoll.env.Remedy;
import java.io.IOException;

/** A manifest that cannot be trusted: without it, it is unknown which tables count. */
public final class DamagedManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedManifestException(String what, Throwable cause) {
    super(what + ": " + Remedy.WHOLE_DIRECTORY, cause);
  }
}
