package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/storage/wal"
)

const (
	// maxSocketPath is the smallest limit among the supported systems (sun_path: 104 on macOS, 108 on Linux, with
	// the terminating zero).
	maxSocketPath = 103
	// walSegment is the size in bytes of one file of etcd's write-ahead log.
	walSegment = 4 << 20
	// etcdReady bounds the wait for etcd; it takes about 0.2 s on an idle machine.
	etcdReady = 60 * time.Second
)

// nobody is advertised: there is one member, and its client is told the socket. etcd 3.6 takes no socket there.
var nobody = url.URL{Scheme: "http", Host: "127.0.0.1:2380"}

// startEtcd starts a single-member etcd below dir and returns the endpoint for its client. It listens on unix sockets
// only: no port is taken, and the mode of the directory keeps others out without certificates.
func startEtcd(dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	client, err := socket(dir, "c.sock")
	if err != nil {
		return "", err
	}
	peer, err := socket(dir, "p.sock")
	if err != nil {
		return "", err
	}
	config := embed.NewConfig()
	config.Dir = filepath.Join(dir, "etcd")
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{client}, []url.URL{nobody}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{nobody}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.UnsafeNoFsync = true // throw-away data
	config.LogLevel = "error"
	// Two segments are allocated ahead, 64 MB each by default: main memory where the run directory is on a tmpfs.
	wal.SegmentSizeBytes = walSegment
	// A single member wins every election at once; short ticks only shorten the wait for the first.
	config.TickMs, config.ElectionMs = 10, 100
	server, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-server.Server.ReadyNotify():
	case err := <-server.Err():
		return "", err
	case <-time.After(etcdReady):
		return "", fmt.Errorf("not ready after %s", etcdReady)
	}
	go func() {
		fmt.Fprintf(os.Stderr, "control-plane: etcd: %v\n", <-server.Err())
		exit(exitFailure)
	}()
	return client.String(), nil
}

// socket names a unix socket below dir, and removes the one that a killed predecessor left there.
func socket(dir, name string) (url.URL, error) {
	path := filepath.Join(dir, name)
	if len(path) > maxSocketPath {
		return url.URL{}, fmt.Errorf("the path of the socket %s has %d bytes, %d are possible: choose a shorter --data-dir",
			path, len(path), maxSocketPath)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return url.URL{}, err
	}
	return url.URL{Scheme: "unix", Path: path}, nil
}
