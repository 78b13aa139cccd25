package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DurableFile;
import io.atoll.env.NewerFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The file that says with which segment the log begins; without it, with the first. Blocking. */
final class LogBeginning {
  static final String FILE_NAME = SegmentHeader.DIRECTORY + "/first";
  private static final int MAGIC = 0x41544c46; // "ATLF"
  private static final int VERSION = 1;

  private final Disk disk;
  private final DurableFile file;

  LogBeginning(Disk disk) {
    this.disk = disk;
    this.file = new DurableFile(disk, FILE_NAME, MAGIC, VERSION);
  }

  /** The number of the first segment. */
  long read() throws IOException {
    Optional<byte[]> content;
    try {
      content = file.read();
    } catch (NewerFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new DamagedLogException(disk.describe(), e.getMessage());
    }
    if (content.isEmpty()) {
      return 1;
    }
    long first = content.get().length == Long.BYTES ? ByteBuffer.wrap(content.get()).getLong() : 0;
    if (first < 1) {
      throw new DamagedLogException(disk.describe(), FILE_NAME + " names no segment");
    }
    return first;
  }

  /** On return, the log durably begins with a segment. */
  void replace(long first) throws IOException {
    file.replace(ByteBuffer.allocate(Long.BYTES).putLong(first).array());
  }
}
