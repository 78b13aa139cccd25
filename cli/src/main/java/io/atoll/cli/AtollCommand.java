package io.atoll.cli;

import io.atoll.cli.bench.BenchCommand;
import io.atoll.cli.client.DeleteCommand;
import io.atoll.cli.client.GetCommand;
import io.atoll.cli.client.HintsCommand;
import io.atoll.cli.client.KeyspaceCommand;
import io.atoll.cli.client.PutCommand;
import io.atoll.cli.client.RepairCommand;
import io.atoll.cli.client.RingCommand;
import io.atoll.cli.client.StatusCommand;
import io.atoll.cli.data.DataCommand;
import io.atoll.cli.dev.DevCommand;
import io.atoll.cli.dev.WarmUpCommand;
import io.atoll.cli.load.LoadCommand;
import io.atoll.cli.server.NodeCommand;
import io.atoll.cli.server.RouterCommand;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of all commands, and how their failures are told. */
@Command(
    name = "atoll",
    description = "A key-value store over several datacenters.",
    synopsisSubcommandLabel = "COMMAND",
    version = "atoll 0.1.0",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start here:",
      "  atoll dev                      three datacenters of three nodes on this machine",
      "  atoll put greeting hello       write a value",
      "  atoll get greeting             read it",
      "  atoll status                   see who is alive and what they hold",
      "",
      "Exit codes: 0 ok, 1 failure, 2 wrong usage; each command's help lists more where it has"
          + " more.",
      "NO_COLOR=1 turns colors off; output that is not a terminal never has any."
    })
public final class AtollCommand implements Runnable {
  @Spec private CommandSpec spec;

  AtollCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs one command line; answers its exit code. Never throws. */
  public static int run(Terminal terminal, String... args) {
    return commandLine(terminal).execute(args);
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine atoll = new CommandLine(new AtollCommand());
    atoll
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    atoll.addSubcommand(new DevCommand(terminal));
    atoll.addSubcommand(NodeCommand.commandLine(terminal));
    atoll.addSubcommand(RouterCommand.commandLine(terminal));
    atoll.addSubcommand(new GetCommand(terminal));
    atoll.addSubcommand(new PutCommand(terminal));
    atoll.addSubcommand(new DeleteCommand(terminal));
    atoll.addSubcommand(new StatusCommand(terminal));
    atoll.addSubcommand(new RingCommand(terminal));
    atoll.addSubcommand(new KeyspaceCommand(terminal));
    atoll.addSubcommand(new HintsCommand(terminal));
    atoll.addSubcommand(new RepairCommand(terminal));
    atoll.addSubcommand(new LoadCommand(terminal));
    atoll.addSubcommand(new BenchCommand(terminal));
    atoll.addSubcommand(new DataCommand(terminal));
    atoll.addSubcommand(new HelpCommand());
    atoll.addSubcommand(new VersionCommand(terminal));
    atoll.addSubcommand(new WarmUpCommand(AtollCommand::run));
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      atoll.addSubcommand(provider.command(terminal));
    }
    atoll.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    atoll.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    atoll.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colorful() ? Ansi.ON : Ansi.OFF));
    atoll.setUsageHelpWidth(100);
    atoll.setAbbreviatedOptionsAllowed(false);
    // A key or value that begins with @ is one; what lies in a file is given by --file.
    atoll.setExpandAtFiles(false);
    atoll.setParameterExceptionHandler((e, args) -> wrongUsage(terminal, e));
    // As every flag of Atoll is spelt: --via sdk, not --via SDK.
    atoll.setCaseInsensitiveEnumValuesAllowed(true);
    atoll.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, command, e));
    return atoll;
  }

  private static int wrongUsage(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println(command + ": " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty() && !unmatched.getUnmatched().getFirst().isEmpty()) {
        terminal.err().println("did you mean: " + String.join(", ", suggestions) + "?");
      }
    }
    terminal.err().println("try: " + command + " --help");
    return ExitCode.USAGE;
  }

  /** Of a file its name and what is wrong; some kinds of failure have that in their name only. */
  private static String told(Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    return cause instanceof FileSystemException file && file.getReason() != null
        ? CommandFailure.reason(cause)
        : cause.getClass().getSimpleName() + ": " + CommandFailure.reason(cause);
  }

  private static int failed(Terminal terminal, CommandLine command, Exception e) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof CommandFailure failure) {
      terminal.err().println(name + ": " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      // A full disk, a file that may not be read: nobody's defect.
      terminal.err().println(name + ": " + told(e));
      return ExitCode.FAILURE;
    }
    terminal.err().println(name + ": this is a defect of atoll: " + e);
    for (StackTraceElement frame : e.getStackTrace()) {
      terminal.err().println("    at " + frame);
    }
    return ExitCode.FAILURE;
  }
}
