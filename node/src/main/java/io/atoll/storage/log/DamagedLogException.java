package io.atoll.storage.log;

import java.io.IOException;

/** The log holds something that no crash explains, so starting on it could lose or invent data. */
public final class DamagedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param directory the data directory
   * @param what the file, the offset and what is wrong there
   */
  DamagedLogException(String directory, String what) {
    super(
        directory
            + ": the log is damaged: "
            + what
            + ". Restore the file from a backup, or move the data directory away and let the node"
            + " start empty and fill itself from its replicas");
  }
}
