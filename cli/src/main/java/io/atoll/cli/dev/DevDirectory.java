package io.atoll.cli.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.node.config.NodeConfigWriter;
import io.atoll.ring.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The directory of a development cluster, locked while this object is open.
 *
 * <pre>
 * dev.yaml        the layout, written once
 * dev.lock        locked by the running "atoll dev"; holds its process id
 * secret          the cluster secret, random, readable by its owner only
 * cluster.json    what runs where; there only while the cluster is ready
 * ID/node.yaml    the configuration of node ID, written anew at each start
 * ID/data/        its data
 * ID/node.log     its output, where it has a process of its own
 * router/router.yaml, router/router.log    the same for the router
 * </pre>
 */
final class DevDirectory implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String LAYOUT_FILE = "dev.yaml";
  private static final int SECRET_BYTES = 32;

  private final Path path;
  private final FileChannel lockChannel;
  private DevLayout layout;

  private DevDirectory(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /**
   * Opens or creates a directory.
   *
   * @param dcs what the user asked for, or null: then as the directory has it, else the default
   * @throws CommandFailure when it is in use, has another layout, or cannot be written
   */
  static DevDirectory open(Path path, Integer dcs, Integer nodes, Integer basePort) {
    try {
      if (!Files.exists(path.resolve(LAYOUT_FILE))) {
        // Before anything is made for them.
        DevLayout.DEFAULT.with(dcs, nodes, basePort);
      }
      Files.createDirectories(path);
      DevDirectory directory = new DevDirectory(path, lock(path));
      try {
        directory.layout = directory.layout(dcs, nodes, basePort);
        directory.makeSecret();
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
      return directory;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure("the directory %s cannot be used: %s".formatted(path, e));
    }
  }

  DevLayout layout() {
    return layout;
  }

  Path clusterFile() {
    return path.resolve(ClusterFile.NAME);
  }

  Path configFile(String nodeId) {
    return path.resolve(nodeId).resolve("node.yaml");
  }

  Path logFile(String nodeId) {
    return path.resolve(nodeId).resolve("node.log");
  }

  Path routerConfigFile() {
    return path.resolve("router").resolve("router.yaml");
  }

  Path routerLogFile() {
    return path.resolve("router").resolve("router.log");
  }

  /** Writes the router's configuration. */
  void configureRouter() throws IOException {
    SequencedMap<String, List<String>> dcs = new LinkedHashMap<>();
    for (Member member : layout.members()) {
      dcs.computeIfAbsent(member.dc(), dc -> new ArrayList<>()).add(new DevNode(member, 0).http());
    }
    Files.createDirectories(routerConfigFile().getParent());
    Files.writeString(routerConfigFile(), RouterOfDev.configuration(layout.routerPort(), dcs));
  }

  Path dataDirectory(String nodeId) {
    return path.resolve(nodeId).resolve("data");
  }

  /** Writes every node's configuration. */
  void configure(int wanLatencyMs) throws IOException {
    for (Member member : layout.members()) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("clusterName", "dev");
      settings.put("nodeId", member.nodeId());
      settings.put("dataDirectory", "data");
      settings.put("clusterSecretFile", "../secret");
      // Many nodes share the machine: one loop each, few shards, little memory.
      settings.put("loops", "1");
      settings.put("storageShards", "2");
      settings.put("limits.memtableBytes", "32MiB");
      settings.put("limits.blockCacheBytes", "32MiB");
      settings.put("wanLatencyMs", Integer.toString(wanLatencyMs));
      settings.put("timing", wanLatencyMs > 0 ? "normal" : "local");
      Path file = configFile(member.nodeId());
      Files.createDirectories(file.getParent());
      Files.writeString(file, NodeConfigWriter.yaml(settings, layout.members()));
    }
  }

  @Override
  public void close() throws IOException {
    lockChannel.close();
  }

  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve("dev.lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new CommandFailure(
          "%s is in use by another atoll dev (process %s): stop that one, or choose another directory with --data and other ports with --base-port"
              .formatted(path, Files.readString(file).strip()));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return channel;
  }

  private DevLayout layout(Integer dcs, Integer nodes, Integer basePort) throws IOException {
    Path file = path.resolve(LAYOUT_FILE);
    boolean exists = Files.exists(file);
    DevLayout kept = exists ? readLayout(file) : DevLayout.DEFAULT;
    DevLayout asked = kept.with(dcs, nodes, basePort);
    if (exists && !asked.equals(kept)) {
      throw new CommandFailure(
          "%s holds a cluster of %s, not of %s: leave the flags out, choose another directory with --data, or remove this one with its data"
              .formatted(path, kept, asked));
    }
    if (!exists) {
      String text =
          "# The layout of this development cluster; the data beside it fits no other.\n"
              + "dcs: %d\n"
              + "nodes: %d\n"
              + "basePort: %d\n";
      Path written = path.resolve("dev.yaml.new");
      Files.writeString(written, text.formatted(asked.dcs(), asked.nodes(), asked.basePort()));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return asked;
  }

  private static DevLayout readLayout(Path file) throws IOException {
    try {
      JsonNode tree = YAML.readTree(file.toFile());
      return new DevLayout(
          tree.required("dcs").asInt(),
          tree.required("nodes").asInt(),
          tree.required("basePort").asInt());
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new CommandFailure(
          "%s is damaged: it must hold dcs, nodes and basePort as first written".formatted(file));
    }
  }

  private void makeSecret() throws IOException {
    Path file = path.resolve("secret");
    if (Files.exists(file)) {
      return;
    }
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path written = path.resolve("secret.new");
    Files.deleteIfExists(written);
    FileAttribute<?>[] ownerOnly =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(written, ownerOnly);
    Files.writeString(written, HexFormat.of().formatHex(secret) + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
