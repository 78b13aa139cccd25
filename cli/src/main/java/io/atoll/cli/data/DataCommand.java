package io.atoll.cli.data;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.env.Disk;
import io.atoll.runtime.NioDisk;
import io.atoll.storage.engine.DirectoryFacts;
import io.atoll.storage.log.LogInspection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at the files of a data directory. */
@Command(
    name = "data",
    description = "Look at the files of a node's data directory, without the node.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  atoll data check .atoll/dev/us-1/data",
      "  atoll data dump .atoll/dev/us-1/data/shard-000/0000000001.table --limit 20",
      "  atoll data dump .atoll/dev/us-1/data/log/0000000001.log --values",
      "",
      "Nothing is written and no lock is taken. Exit codes: 0 all is intact, 1 damage or failure, 2"
          + " wrong usage."
    })
public final class DataCommand implements Runnable {
  private static final String TABLE = "\\d{10}\\.table";
  private static final String SHARD = "shard-\\d{3}";

  private final Terminal terminal;
  @Spec private CommandSpec spec;

  public DataCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: must be check or dump");
  }

  @Command(
      name = "check",
      description =
          "Read every block of every table and every frame of the log, and say what is damaged.")
  int check(
      @Parameters(paramLabel = "DIR", description = "The data directory of a node.") Path given,
      @Option(
              names = "--force",
              description =
                  "Check also while a node uses it: what changes meanwhile can look damaged.")
          boolean force,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    Path directory = terminal.resolve(given);
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(ExitCode.USAGE, directory + " is not a directory");
    }
    if (!force && NioDisk.isInUse(directory)) {
      throw new CommandFailure(
          directory
              + " is in use by a running node: stop it, or use --force and distrust what is found"
              + " in the files it writes");
    }
    List<FileReport> reports = new DirectoryCheck(NioDisk.existing(directory)).run();
    if (reports.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is not a data directory: it has no file %s"
              .formatted(directory, DirectoryFacts.FILE_NAME));
    }
    long damaged = reports.stream().mapToLong(report -> report.damage().size()).sum();
    if (json) {
      JsonArray files = new JsonArray();
      reports.forEach(report -> files.add(report.json()));
      terminal.say(
          new JsonObject()
              .put("directory", directory.toString())
              .put("damages", damaged)
              .put("files", files)
              .encodePrettily());
    } else {
      reports.forEach(this::show);
      terminal.say(
          damaged == 0
              ? "%d files are intact".formatted(reports.size())
              : "%d damaged places in %d files".formatted(damaged, reports.size()));
    }
    return damaged == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void show(FileReport report) {
    String verdict = report.damage().isEmpty() ? "ok      " : "DAMAGED ";
    terminal.say(
        "%s%s, %,d bytes%s"
            .formatted(
                verdict,
                report.file(),
                report.sizeBytes(),
                report.found().isEmpty() ? "" : ": " + report.found()));
    for (Damage damage : report.damage()) {
      terminal.say("    at byte %d: %s".formatted(damage.offset(), damage.what()));
      terminal.say("    held: " + damage.held());
    }
  }

  @Command(
      name = "dump",
      description = "Print a table, a log segment, a manifest or an identity in lines.")
  int dump(
      @Parameters(paramLabel = "FILE", description = "A file of a data directory.") Path given,
      @Option(names = "--values", description = "Print values, not only their lengths.")
          boolean values,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many entries.")
          Long limit) {
    if (limit != null && limit < 0) {
      throw new ParameterException(
          spec.commandLine(), "--limit is " + limit + " and must be 0 or more");
    }
    Path file = terminal.resolve(given);
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(ExitCode.USAGE, file + " is not a file");
    }
    FileDump dump = new FileDump(terminal.out(), values, limit == null ? Long.MAX_VALUE : limit);
    try {
      print(dump, file);
    } catch (IOException e) {
      terminal.out().flush();
      throw new CommandFailure(e.getMessage() == null ? e.toString() : e.getMessage());
    }
    terminal.out().flush();
    return dump.isIntact() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Files are told by their names, which are part of what they are: checksums cover them. */
  private static void print(FileDump dump, Path file) throws IOException {
    String name = file.getFileName().toString();
    Path parent = file.getParent();
    String directory = parent.getFileName() == null ? "" : parent.getFileName().toString();
    if (name.equals(DirectoryFacts.FILE_NAME)) {
      dump.identity(NioDisk.existing(parent));
    } else if (name.matches(TABLE)) {
      Disk disk = NioDisk.existing(parent);
      dump.table(disk, name, Long.parseLong(name.substring(0, name.indexOf('.'))));
    } else if (name.equals("manifest") && directory.matches(SHARD)) {
      int shard = Integer.parseInt(directory.substring(directory.indexOf('-') + 1));
      dump.manifest(NioDisk.existing(parent.getParent()), shard);
    } else if (LogInspection.sequenceOf(name).isPresent() && directory.equals("log")) {
      dump.segment(
          NioDisk.existing(parent.getParent()), LogInspection.sequenceOf(name).getAsLong());
    } else {
      throw new CommandFailure(
          ExitCode.USAGE,
          file
              + " is not one of identity, shard-NNN/manifest, NNNNNNNNNN.table and"
              + " log/NNNNNNNNNN.log; copies keep these names");
    }
  }
}
