package io.atoll.cli.data;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.storage.engine.DirectoryFacts;
import io.atoll.storage.log.LogInspection;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads all files of a data directory that count: whose it is, each shard's manifest, every block
 * of every table in it, every frame of the log. Blocking; writes nothing.
 */
final class DirectoryCheck {
  private static final String UNKNOWN = "unknown";

  private final Disk disk;
  private final List<FileReport> reports = new ArrayList<>();

  /** Up to where all shards have the log in tables. */
  private LogPosition flushedTo;

  private boolean manifestsAreRead = true;

  DirectoryCheck(Disk disk) {
    this.disk = disk;
  }

  /** The files in the order in which a start reads them; empty when there is no data directory. */
  List<FileReport> run() throws IOException {
    Optional<DirectoryFacts> facts = identity();
    if (facts.isPresent()) {
      for (int shard = 0; shard < facts.get().shards(); shard++) {
        shard(shard);
      }
      log(facts.get());
    }
    return List.copyOf(reports);
  }

  private Optional<DirectoryFacts> identity() throws IOException {
    String file = DirectoryFacts.FILE_NAME;
    try {
      Optional<DirectoryFacts> facts = DirectoryFacts.read(disk);
      facts.ifPresent(
          found -> reports.add(new FileReport(file, sizeOf(file), Facts.words(found), List.of())));
      if (facts.isEmpty() && !disk.list("log").isEmpty()) {
        damaged(file, "the file is missing", "whose directory this is: nothing else can be read");
      }
      return facts;
    } catch (IOException e) {
      damaged(file, e.getMessage(), "whose directory this is: nothing else can be read");
      return Optional.empty();
    }
  }

  private void shard(int shard) throws IOException {
    String directory = ManifestFile.directory(shard);
    String file = directory + "/manifest";
    Optional<ShardState> state;
    try {
      state = new ManifestFile(disk, shard).read();
    } catch (IOException e) {
      manifestsAreRead = false;
      damaged(file, e.getMessage(), "which tables the shard consists of: they were not read");
      return;
    }
    LogPosition flushed = state.map(ShardState::flushedTo).orElse(LogPosition.ORIGIN);
    flushedTo = flushedTo == null || flushed.compareTo(flushedTo) < 0 ? flushed : flushedTo;
    if (state.isPresent()) {
      manifest(file, state.get());
      for (TableMeta table : state.get().tables()) {
        String name = directory + "/" + ShardState.tableFileName(table.number());
        reports.add(new TableCheck(disk, name, shard, table).run());
      }
    }
    leftovers(directory, state);
  }

  private void manifest(String file, ShardState state) {
    List<Damage> known = new ArrayList<>();
    for (MissingRange missingRange : state.missingRanges()) {
      known.add(
          new Damage(
              0,
              "known already: %s was damaged at offset %d"
                  .formatted(missingRange.file(), missingRange.offset()),
              Facts.tokens(missingRange.keyspaceId(), missingRange.tokens())));
    }
    reports.add(new FileReport(file, sizeOf(file), Facts.words(state), known));
  }

  /** Tables that no manifest names are the remains of what was never finished. */
  private void leftovers(String directory, Optional<ShardState> state) throws IOException {
    Set<String> named = new HashSet<>();
    state.ifPresent(
        found ->
            found.tables().forEach(table -> named.add(ShardState.tableFileName(table.number()))));
    for (String name : disk.list(directory)) {
      if (name.endsWith(".table") && !named.contains(name)) {
        String file = directory + "/" + name;
        reports.add(
            new FileReport(
                file, sizeOf(file), "not in the manifest: the next start removes it", List.of()));
      }
    }
  }

  private void log(DirectoryFacts facts) throws IOException {
    List<LogInspection.Segment> segments;
    try {
      segments = new LogInspection(disk, facts.directoryId(), facts.shards()).all(facts.cleanEnd());
    } catch (IOException e) {
      damaged("log", e.getMessage(), "where the log begins: it was not read");
      return;
    }
    if (segments.isEmpty() && facts.generation() > 0) {
      damaged("log", "there is no segment, though data was written", "what is in no table");
    }
    segments.forEach(this::segment);
  }

  private void segment(LogInspection.Segment segment) {
    List<Damage> damage = new ArrayList<>();
    StringBuilder found = new StringBuilder();
    found.append("%,d entries in %,d frames".formatted(segment.entries(), segment.frames()));
    for (LogInspection.Finding finding : segment.findings()) {
      if (finding.isDamage()) {
        damage.add(new Damage(finding.offset(), finding.what(), held(segment, finding)));
      } else {
        found.append(
            "; from byte %d to %d: %s".formatted(finding.offset(), finding.end(), finding.what()));
      }
    }
    reports.add(new FileReport(segment.file(), segment.sizeBytes(), found.toString(), damage));
  }

  private String held(LogInspection.Segment segment, LogInspection.Finding finding) {
    LogPosition end = new LogPosition(segment.sequence(), finding.end());
    if (manifestsAreRead && flushedTo != null && end.compareTo(flushedTo) <= 0) {
      return "nothing that is not in tables";
    }
    return finding.end() > finding.offset()
        ? "writes of any keys, in %,d bytes".formatted(finding.end() - finding.offset())
        : UNKNOWN;
  }

  private void damaged(String file, String what, String held) {
    reports.add(new FileReport(file, sizeOf(file), "", List.of(new Damage(0, what, held))));
  }

  private long sizeOf(String file) {
    try {
      if (!disk.exists(file)) {
        return 0;
      }
      try (DiskFile open = disk.openForRead(file)) {
        return open.sizeBytes();
      }
    } catch (IOException e) {
      return 0;
    }
  }
}
