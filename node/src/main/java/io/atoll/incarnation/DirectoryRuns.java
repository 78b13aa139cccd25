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
 * @param forgotVotes whether the node may have voted on the topology what this directory does not
 *     know of
 */
public record DirectoryRuns(RunHistory history, String anchor, boolean forgotVotes) {
  private static final int USUAL_BYTES = 256;

  /** Of a directory that has none yet. */
  public static final DirectoryRuns NONE = new DirectoryRuns(RunHistory.NONE, "", false);

  /** The bytes, as {@code FORMAT.md} lays them out. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(USUAL_BYTES);
    RunHistory.write(out, history.runs());
    return out.writeString(anchor).writeByte(forgotVotes ? 1 : 0).toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  public static DirectoryRuns decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    RunHistory history = new RunHistory(RunHistory.read(in));
    String anchor = in.readString("anchor");
    int position = in.position();
    int forgot = in.readByte("whether votes are forgotten");
    if (forgot > 1) {
      throw in.malformedAt(
          position, "whether votes are forgotten is %d; must be 0 or 1".formatted(forgot));
    }
    in.finish();
    return new DirectoryRuns(history, anchor, forgot == 1);
  }
}
