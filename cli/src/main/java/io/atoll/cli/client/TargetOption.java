package io.atoll.cli.client;

import picocli.CommandLine.Option;

/** Which replica, of those that missed writes, a command is about: a mixin. */
final class TargetOption {
  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "Only what this replica missed (default: of every one).")
  private String id;

  /** Its node id; null for every one. */
  String id() {
    return id;
  }
}
