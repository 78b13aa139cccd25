/**
 * How a server is configured: by a YAML file, {@code ATOLL_*} variables and flags, the later the
 * stronger. A server lists its {@link io.atoll.platform.config.Setting}s, has {@link
 * io.atoll.platform.config.ConfigSources} read them, and makes its own configuration of the {@link
 * io.atoll.platform.config.SettingValues}. Every mistake of all sources is told at once, with its
 * place and what would be right: that is the only way in which this fails ({@link
 * io.atoll.platform.config.ConfigException}). Used by one thread, before anything runs.
 */
package io.atoll.platform.config;
