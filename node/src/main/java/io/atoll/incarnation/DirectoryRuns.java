package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;

/**
 * What a data directory remembers of the runs of its node.
 *
 * @param history with the run that is under way
 * @param anchor what the file system said of the directory's anchor when this was written, see
 *     {@link io.atoll.env.Disk#fingerprint}; empty where it says nothing
 */
public record DirectoryRuns(RunHistory history, String anchor) {
  private static final int USUAL_BYTES = 256;

  /** Of a directory that has none yet. */
  public static final DirectoryRuns NONE = new DirectoryRuns(RunHistory.NONE, "");

  /** The bytes, as {@code FORMAT.md} lays them out. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(USUAL_BYTES);
    RunHistory.write(out, history.runs());
    return out.writeString(anchor).toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  public static DirectoryRuns decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    DirectoryRuns runs =
        new DirectoryRuns(new RunHistory(RunHistory.read(in)), in.readString("anchor"));
    in.finish();
    return runs;
  }
}
