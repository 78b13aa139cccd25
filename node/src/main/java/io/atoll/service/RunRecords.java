package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.DamagedFileException;
import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.env.DurableFile;
import io.atoll.incarnation.ClaimLedger;
import io.atoll.incarnation.DirectoryRuns;
import io.atoll.incarnation.Run;
import io.atoll.incarnation.RunHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The files in which a data directory remembers the runs of its own node, and what others told of
 * theirs; {@code incarnation/FORMAT.md} has the bytes. Blocking; belongs to one worker.
 *
 * <p>Neither file stops a start when it is damaged: without the first the node takes a new
 * incarnation, and without the second it believes the next claim of each member, as a new node
 * does.
 */
final class RunRecords {
  private static final String RUNS = "runs";
  private static final int RUNS_MAGIC = 0x4154524e; // "ATRN"
  private static final String CLAIMS = "claims";
  private static final int CLAIMS_MAGIC = 0x4154434c; // "ATCL"
  private static final String ANCHOR = "anchor";
  private static final int VERSION = 1;

  private final Disk disk;
  private final DurableFile runs;
  private final DurableFile claims;
  private String anchor = "";
  private boolean forgotVotes;

  RunRecords(Disk disk) {
    this.disk = disk;
    this.runs = new DurableFile(disk, RUNS, RUNS_MAGIC, VERSION);
    this.claims = new DurableFile(disk, CLAIMS, CLAIMS_MAGIC, VERSION);
  }

  /**
   * A run that has begun.
   *
   * @param history with this run as the newest, durable
   * @param ledger what others told
   * @param doubt what speaks for a copy of the directory, or nothing
   * @param ledgerLost what is wrong with the ledger, or nothing
   */
  record Begun(RunHistory history, ClaimLedger ledger, String doubt, String ledgerLost) {}

  /**
   * Begins the next run, durably.
   *
   * @param topologyIsMissing whether the directory has no state of the topology
   */
  Begun begin(RandomGenerator random, boolean topologyIsMissing) throws IOException {
    DirectoryRuns before = DirectoryRuns.NONE;
    String doubt = "";
    try {
      Optional<byte[]> found = runs.read();
      if (found.isPresent()) {
        before = DirectoryRuns.decode(found.get());
      }
    } catch (DamagedFileException damaged) {
      doubt = damaged.getMessage();
    } catch (MalformedBytesException damaged) {
      doubt = "%s: %s is damaged: %s".formatted(disk.describe(), RUNS, damaged.getMessage());
    }
    anchor = anchor();
    if (doubt.isEmpty() && !before.anchor().isEmpty() && !before.anchor().equals(anchor)) {
      doubt =
          "the data directory %s is a copy: its file %s is not the one that it was made with"
              .formatted(disk.describe(), ANCHOR);
    }
    forgotVotes = before.forgotVotes() || (topologyIsMissing && !before.history().runs().isEmpty());
    Run run = before.history().next(random);
    RunHistory history = before.history().with(run);
    write(history, forgotVotes);
    return ledger(history, doubt);
  }

  private Begun ledger(RunHistory history, String doubt) throws IOException {
    try {
      Optional<byte[]> found = claims.read();
      return new Begun(
          history,
          found.isPresent() ? ClaimLedger.decode(found.get()) : new ClaimLedger(),
          doubt,
          "");
    } catch (DamagedFileException damaged) {
      return new Begun(history, new ClaimLedger(), doubt, damaged.getMessage());
    } catch (MalformedBytesException damaged) {
      return new Begun(
          history,
          new ClaimLedger(),
          doubt,
          "%s: %s is damaged: %s".formatted(disk.describe(), CLAIMS, damaged.getMessage()));
    }
  }

  /** Whether votes were forgotten when the run began. */
  boolean forgotVotes() {
    return forgotVotes;
  }

  /** Replaces what is remembered of this node's own runs. */
  void write(RunHistory history, boolean votesAreForgotten) throws IOException {
    runs.replace(new DirectoryRuns(history, anchor, votesAreForgotten).encode());
  }

  /** Replaces what is remembered of the others'. */
  void writeClaims(byte[] ledger) throws IOException {
    claims.replace(ledger);
  }

  private String anchor() throws IOException {
    if (!disk.exists(ANCHOR)) {
      try (DiskFile file = disk.openForWrite(ANCHOR)) {
        file.write(
            ByteBuffer.wrap(
                "By this file a node notices that its data directory is a copy. Leave it alone.\n"
                    .getBytes(StandardCharsets.UTF_8)),
            0);
        file.sync();
      }
      disk.syncDirectory("");
    }
    return disk.fingerprint(ANCHOR);
  }
}
