package io.atoll.env;

import java.io.IOException;

/** A file was written by a newer release, in a format that this one does not know. */
public final class NewerFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the file, with its directory
   * @param found its format
   * @param known the newest format that this release reads
   */
  public NewerFormatException(String what, int found, int known) {
    super(
        "%s was written in format %d by a newer release; this one reads up to %d: use the newer release"
            .formatted(what, found, known));
  }
}
