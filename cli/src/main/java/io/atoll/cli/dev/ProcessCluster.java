package io.atoll.cli.dev;

import io.atoll.cli.server.NodeCommand;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.ring.Member;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process for each node, so that one can be killed. A node that dies stays dead until somebody
 * starts it again by {@code atoll node --config FILE}; then it counts as the cluster's again, found
 * by the process id in its data directory.
 */
final class ProcessCluster implements DevCluster {
  private static final int STOP_DEADLINE_S = 20;
  private static final int LAST_LINES = 8;
  private static final int TAIL_BYTES = 16 << 10;

  private final DevDirectory directory;
  private final NodeJvm jvm;
  private final Map<String, Process> started = new LinkedHashMap<>();

  /** Nodes by the process that they run in; absent while they run in none. */
  private final Map<String, ProcessHandle> running = new LinkedHashMap<>();

  ProcessCluster(DevDirectory directory, NodeJvm jvm) {
    this.directory = directory;
    this.jvm = jvm;
  }

  @Override
  public void start() {
    for (Member member : directory.layout().members()) {
      String id = member.nodeId();
      start(id, Redirect.to(directory.logFile(id).toFile()));
    }
  }

  /** Starts a node that is dead; its output goes on where it ended. */
  void startAgain(String id) {
    start(id, Redirect.appendTo(directory.logFile(id).toFile()));
  }

  private void start(String id, Redirect output) {
    ProcessBuilder builder =
        new ProcessBuilder(jvm.command(directory.configFile(id)))
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().keySet().removeIf(name -> name.startsWith("ATOLL_"));
    try {
      Process process = builder.start();
      started.put(id, process);
      running.put(id, process.toHandle());
    } catch (IOException e) {
      stop();
      throw new CommandFailure("%s cannot be started: %s".formatted(id, e.getMessage()));
    }
  }

  /** Kills nodes at once and all together, as {@code kill -9} does; returns when they are gone. */
  void kill(List<String> ids) {
    ids.forEach(id -> running.get(id).destroyForcibly());
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_DEADLINE_S);
    for (String id : ids) {
      if (!endsUntil(running.get(id), deadlineNs)) {
        throw new CommandFailure(
            "%s still runs %d s after it was killed".formatted(id, STOP_DEADLINE_S));
      }
      running.remove(id);
    }
  }

  @Override
  public List<DevNode> nodes() {
    return directory.layout().members().stream()
        .map(
            member -> {
              ProcessHandle process = running.get(member.nodeId());
              return new DevNode(member, process == null ? 0 : process.pid());
            })
        .toList();
  }

  @Override
  public boolean hasEnded(String nodeId) {
    ProcessHandle process = running.get(nodeId);
    if (process == null) {
      return true;
    }
    // A process of ours has ended when its exit code is known, which is a moment after it is gone.
    Process own = started.get(nodeId);
    return own != null && own.pid() == process.pid() ? !own.isAlive() : !process.isAlive();
  }

  @Override
  public String symptoms(String nodeId) {
    Path log = directory.logFile(nodeId);
    return "last lines of " + log + ":" + String.join("\n    ", lastLines(log));
  }

  /**
   * Notices nodes that died and nodes that came back.
   *
   * @param say takes a line for the user
   * @return whether anything changed
   */
  boolean observe(Consumer<String> say) {
    boolean changed = false;
    for (Member member : directory.layout().members()) {
      String id = member.nodeId();
      if (running.containsKey(id) && hasEnded(id)) {
        running.remove(id);
        changed = true;
        say.accept(
            "%s ended%s; start it again with:\n  atoll node --config %s"
                .formatted(id, exitCode(id), directory.configFile(id)));
      } else if (!running.containsKey(id)) {
        ProcessHandle returned = adoptable(id);
        if (returned != null) {
          running.put(id, returned);
          changed = true;
          say.accept("%s runs again (process %d)".formatted(id, returned.pid()));
        }
      }
    }
    return changed;
  }

  @Override
  public void stop() {
    running.values().forEach(ProcessHandle::destroy);
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_DEADLINE_S);
    List<String> killed = new ArrayList<>();
    running.forEach(
        (id, process) -> {
          if (!endsUntil(process, deadlineNs)) {
            process.destroyForcibly();
            killed.add(id);
          }
        });
    running.clear();
    if (!killed.isEmpty()) {
      throw new CommandFailure(
          "killed, because they did not stop within %d s: %s"
              .formatted(STOP_DEADLINE_S, String.join(", ", killed)));
    }
  }

  private static boolean endsUntil(ProcessHandle process, long deadlineNs) {
    try {
      process.onExit().get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private String exitCode(String id) {
    Process process = started.get(id);
    if (process == null || process.isAlive()) {
      return "";
    }
    int code = process.exitValue();
    return code > 128 ? " by signal " + (code - 128) : " with exit code " + code;
  }

  /** The process of a node that somebody else started on its directory, or null. */
  private ProcessHandle adoptable(String id) {
    try {
      Path file = directory.dataDirectory(id).resolve(NodeCommand.PID_FILE);
      long pid = Long.parseLong(Files.readString(file).strip());
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          // A killed node leaves its file behind, and its number may be another process's by now:
          // one that began after the file was written.
          .filter(process -> !process.info().startInstant().orElse(written).isAfter(written))
          .orElse(null);
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /** The end of a log, after an empty line. */
  static List<String> lastLines(Path log) {
    try (var channel = Files.newByteChannel(log)) {
      long from = Math.max(0, channel.size() - TAIL_BYTES);
      channel.position(from);
      ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(text.lines().toList());
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      last.addFirst("");
      return last;
    } catch (IOException e) {
      return List.of(" (" + e + ")");
    }
  }
}
