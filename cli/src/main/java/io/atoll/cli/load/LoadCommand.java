package io.atoll.cli.load;

import io.atoll.cli.client.KeyOptions;
import io.atoll.cli.client.Levels;
import io.atoll.cli.client.NodeHttp;
import io.atoll.cli.client.NodeOptions;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads the records of a file. */
@Command(
    name = "load",
    description =
        "Load records: NDJSON (an object on each line), CSV or TSV (columns named first).",
    footer = {
      "",
      "Each record is one write. A record whose key is there already becomes a sibling"
          + " of it, unless",
      "--replace reads first (with -r and -w that overlap) and supersedes. Records of"
          + " one key are written",
      "in their order. What a node did not attempt is tried again; where that is"
          + " unclear only with",
      "--replace, because a blind write sent twice leaves two siblings. Several"
          + " addresses (--url A,B) take",
      "turns, and those that refuse connections are passed over.",
      "",
      "A load that was stopped or had failures says how to go on: by --from-line, with"
          + " --skip-present",
      "where some records behind that line may be there already. After a crash, when"
          + " nothing was said,",
      "--skip-present alone loads what is missing, and nothing twice.",
      "",
      "The input is UTF-8. Keys and values go in as they stand there: a number keeps"
          + " its spelling (1.10),",
      "a nested value its bytes, and a text is what it says. A CSV field in quotes"
          + " (RFC 4180) may have",
      "newlines. TSV has no quotes: a row is a line, and a field is what stands"
          + " between two tabs, with",
      "--tsv-escapes as databases write it (backslash and t, n, r or backslash). A"
          + " record that is wrong is",
      "told with its line, and the rest goes on.",
      "",
      "Examples:",
      "  atoll load people.ndjson --key-field id",
      "  atoll load cities.csv --key-field name --value-field population -k cities",
      "  zcat log.gz | atoll load - --format ndjson --key-field id -w each_quorum",
      "  atoll load people.ndjson --key-field id --verify --verify-url http://127.0.0.1:7500",
      "  atoll load people.ndjson --key-field id --verify-only -r local_quorum",
      "",
      "Exit codes: 0 every record is acknowledged (and read back as written), 1 some are not or"
          + " the",
      "load was stopped, 2 wrong usage."
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int MAX_CONCURRENCY = 4096;
  private static final int MAX_CONNECTIONS_PER_NODE = 256;

  private final Terminal terminal;
  @Mixin private NodeOptions nodes;
  @Mixin private KeyOptions keys;

  @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson, csv or tsv; default: by the file's name (.ndjson .jsonl .csv .tsv).")
  private String format;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "What separates the fields of a CSV file; default: a comma.")
  private String delimiter;

  @Option(
      names = "--tsv-escapes",
      description =
          "Read \\t, \\n, \\r and \\\\ in TSV as databases write them; else a backslash is one.")
  private boolean tsvEscapes;

  @Option(
      names = "--fill-missing",
      description = "Take fields that are missing at the end of a CSV or TSV row as empty.")
  private boolean fillMissing;

  @Option(
      names = "--key-field",
      paramLabel = "NAME",
      defaultValue = "key",
      description = "The field whose text is the key; default: key.")
  private String keyField;

  @Option(
      names = "--value-field",
      paramLabel = "NAME",
      description = "The field that is the value; default: the whole record as JSON.")
  private String valueField;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "LEVEL",
      description = "Level of the writes; default: as the keyspace has it.")
  private String writeLevel;

  @Option(
      names = {"-r", "--read"},
      paramLabel = "LEVEL",
      description = "Level of reads, of --verify and --replace; default: as the keyspace has it.")
  private String readLevel;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "64",
      description = "Records in flight, 1 to 4096; default 64.")
  private int concurrency;

  @Option(
      names = "--replace",
      description =
          "Read each key first and supersede what is there; of a key's records the last one stays.")
  private boolean replace;

  @Option(
      names = "--skip-present",
      description = "Read each key first, and write nothing where its value is there already.")
  private boolean skipPresent;

  @Option(
      names = "--from-line",
      paramLabel = "N",
      defaultValue = "1",
      description = "Begin with the record of this line; what a load that stopped says.")
  private long fromLine;

  @Option(names = "--verify", description = "Read each record back and compare.")
  private boolean verify;

  @Option(
      names = "--verify-only",
      description = "Write nothing; only read each record and compare.")
  private boolean verifyOnly;

  @Option(
      names = "--verify-url",
      paramLabel = "URL",
      split = ",",
      description = "Read back from these nodes, such as those of another DC; implies --verify.")
  private List<String> verifyUrls = List.of();

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  public LoadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandFailure.require(
        concurrency >= 1 && concurrency <= MAX_CONCURRENCY,
        "--concurrency",
        concurrency,
        "1 to " + MAX_CONCURRENCY);
    CommandFailure.require(fromLine >= 1, "--from-line", fromLine, "1 or more");
    boolean reading = verify || verifyOnly || !verifyUrls.isEmpty();
    List<String> urls = nodes.urls(terminal);
    List<String> readUrls =
        verifyUrls.isEmpty()
            ? urls
            : verifyUrls.stream().map(url -> NodeOptions.checked("--verify-url", url)).toList();
    String inputFormat = inputFormat();
    checkFormatOptions(inputFormat);
    delimiter();
    StopSignal stop = terminal.stop().get();
    LoadTally tally = new LoadTally(terminal.err());
    long startNs = System.nanoTime();
    LoadSummary summary;
    long sizeBytes = sizeBytes();
    Loader loader;
    try (InputStream in = open(stop);
        LoadProgress progress = new LoadProgress(terminal, sizeBytes);
        NodeHttp http = new NodeHttp(Math.min(concurrency, MAX_CONNECTIONS_PER_NODE))) {
      RecordSource source = source(inputFormat, progress.watch(in));
      loader =
          new Loader(
              new RecordWriter(
                  http,
                  keys,
                  tally,
                  replace,
                  Levels.checked("-r", readLevel),
                  Levels.checked("-w", writeLevel)),
              tally,
              new Loader.Plan(
                  concurrency,
                  fromLine,
                  verifyOnly ? null : new Targets(urls),
                  reading ? new Targets(readUrls) : null,
                  skipPresent,
                  replace));
      LoadEnd end = loader.run(source, sizeBytes, stop);
      summary =
          tally.summary(
              loader.duplicateKeys(), end, (System.nanoTime() - startNs) / 1_000_000_000.0);
    }
    terminal.say(json ? summary.json().encodePrettily() : summary.text(!verifyOnly, reading));
    if (summary.isWhole()) {
      return ExitCode.OK;
    }
    return loader.isMisused() ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  private RecordSource source(String inputFormat, InputStream in) {
    RecordShape shape = new RecordShape(keyField, valueField);
    Lines lines = new Lines(in);
    return switch (inputFormat) {
      case "ndjson" -> new NdjsonRecords(lines, shape);
      case "tsv" -> new TableRecords(lines, new TsvRows(lines, tsvEscapes), shape, fillMissing);
      default -> new TableRecords(lines, new CsvRows(lines, delimiter()), shape, fillMissing);
    };
  }

  private char delimiter() {
    if (delimiter == null) {
      return ',';
    }
    String text = delimiter.equals("\\t") ? "\t" : delimiter;
    if (text.length() != 1 || "\"\r\n".contains(text) || Character.isSurrogate(text.charAt(0))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--delimiter '%s': must be one character, and no quote or end of a line"
              .formatted(delimiter));
    }
    return text.charAt(0);
  }

  /** Refuses what the format of the input has no use for, so that nobody is misled. */
  private void checkFormatOptions(String inputFormat) {
    refuse(inputFormat, "--delimiter", delimiter != null, "csv");
    refuse(inputFormat, "--tsv-escapes", tsvEscapes, "tsv");
    refuse(inputFormat, "--fill-missing", fillMissing, "csv", "tsv");
  }

  private static void refuse(String inputFormat, String flag, boolean given, String... of) {
    if (given && !List.of(of).contains(inputFormat)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is for %s, and the format is %s"
              .formatted(flag, String.join(" and ", of), inputFormat));
    }
  }

  private String inputFormat() {
    if (format != null) {
      if (!List.of("ndjson", "csv", "tsv").contains(format)) {
        throw new CommandFailure(
            ExitCode.USAGE, "--format '%s': must be ndjson, csv or tsv".formatted(format));
      }
      return format;
    }
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
      return "ndjson";
    }
    if (name.endsWith(".csv")) {
      return "csv";
    }
    if (name.endsWith(".tsv")) {
      return "tsv";
    }
    throw new CommandFailure(
        ExitCode.USAGE, "what is in %s? Say --format ndjson, csv or tsv".formatted(file));
  }

  private InputStream open(StopSignal stop) {
    if (file.equals("-")) {
      return new StoppableInput(terminal::in, stop);
    }
    Path path = terminal.resolve(Path.of(file));
    if (Files.isDirectory(path)) {
      throw new CommandFailure(ExitCode.USAGE, "%s is a directory".formatted(path));
    }
    try {
      return Files.isRegularFile(path) || !Files.exists(path)
          ? Files.newInputStream(path)
          : new StoppableInput(() -> Files.newInputStream(path), stop);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, "there is no file " + path);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "%s cannot be read: %s".formatted(path, e));
    }
  }

  /** Of the input; -1 when nobody can know. */
  private long sizeBytes() throws IOException {
    Path path = terminal.resolve(Path.of(file));
    return !file.equals("-") && Files.isRegularFile(path) ? Files.size(path) : -1;
  }
}
