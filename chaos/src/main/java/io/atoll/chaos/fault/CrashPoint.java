package io.atoll.chaos.fault;

import io.atoll.sim.SimDisk.Operation;
import io.atoll.sim.SimDisk.Operation.Kind;

/**
 * A moment in the work of a node, named by what it is doing to which kind of file. A sync in which
 * the power fails has not happened; anything else has, and is not certain to survive.
 */
enum CrashPoint {
  LOG_WRITE(Kind.WRITE, FileKind.LOG_SEGMENT),
  LOG_SYNC(Kind.SYNC, FileKind.LOG_SEGMENT),
  LOG_SEGMENT_CREATED(Kind.CREATE, FileKind.LOG_SEGMENT),
  LOG_SEGMENT_RECYCLED(Kind.RENAME, FileKind.LOG_SEGMENT),
  LOG_SEGMENT_DELETED(Kind.DELETE, FileKind.LOG_SEGMENT),
  /** In a flush or a compaction. */
  TABLE_WRITE(Kind.WRITE, FileKind.TABLE),
  TABLE_SYNC(Kind.SYNC, FileKind.TABLE),
  TABLE_DELETED(Kind.DELETE, FileKind.TABLE),
  /** The table of a flush or a compaction is written and nobody knows of it. */
  MANIFEST_WRITE(Kind.WRITE, FileKind.MANIFEST),
  MANIFEST_SYNC(Kind.SYNC, FileKind.MANIFEST),
  MANIFEST_RENAMED(Kind.RENAME, FileKind.MANIFEST),
  TOPOLOGY_WRITE(Kind.WRITE, FileKind.TOPOLOGY),
  TOPOLOGY_SYNC(Kind.SYNC, FileKind.TOPOLOGY),
  TOPOLOGY_RENAMED(Kind.RENAME, FileKind.TOPOLOGY),
  RUNS_SYNC(Kind.SYNC, FileKind.RUNS),
  RUNS_RENAMED(Kind.RENAME, FileKind.RUNS),
  CLAIMS_SYNC(Kind.SYNC, FileKind.CLAIMS),
  CLAIMS_RENAMED(Kind.RENAME, FileKind.CLAIMS);

  private final Kind kind;
  private final FileKind file;

  CrashPoint(Kind kind, FileKind file) {
    this.kind = kind;
    this.file = file;
  }

  boolean is(Operation operation) {
    return operation.kind() == kind && file.is(operation.name());
  }

  /** When a node comes by a point. */
  enum Occasion {
    WORK,
    OWN_START,
    START_OF_ANOTHER
  }

  /** What leads a node here. */
  Occasion occasion() {
    return switch (file) {
      case RUNS -> Occasion.OWN_START;
      case CLAIMS -> Occasion.START_OF_ANOTHER;
      case LOG_SEGMENT, TABLE, MANIFEST, TOPOLOGY -> Occasion.WORK;
    };
  }
}
