package io.atoll.chaos.fault;

import java.util.regex.Pattern;

/** The kinds of files in a data directory. */
enum FileKind {
  LOG_SEGMENT("log/\\d+\\.log"),
  TABLE("shard-\\d+/\\d+\\.table"),
  MANIFEST("shard-\\d+/manifest(\\.tmp)?"),
  /** With the votes of this node on the next epochs. */
  TOPOLOGY("topology(\\.tmp)?"),
  /** What the directory knows of the runs of its own node. */
  RUNS("runs(\\.tmp)?"),
  /** What others told of their runs. */
  CLAIMS("claims(\\.tmp)?");

  private final Pattern names;

  FileKind(String names) {
    this.names = Pattern.compile(names);
  }

  boolean is(String name) {
    return names.matcher(name).matches();
  }
}
