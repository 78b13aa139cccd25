package io.atoll.storage.log;

import io.atoll.env.Remedy;
import java.io.IOException;

/** The log holds something that no crash explains, so starting on it could lose or invent data. */
public final class DamagedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param directory the data directory
   * @param what the file, the offset and what is wrong there
   */
  DamagedLogException(String directory, String what) {
    super(directory + ": the log is damaged: " + what + ": " + Remedy.WHOLE_DIRECTORY);
  }
}
