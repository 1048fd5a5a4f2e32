package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"k8s.io/klog/v2"
)

// serverOptions are the arguments of the server command.
type serverOptions struct {
	dataDir        string
	kubeconfig     string
	apiServerFlags []string
}

// parseServerOptions reads the arguments that follow the word server.
func parseServerOptions(args []string) (serverOptions, error) {
	var options serverOptions
	flags := flag.NewFlagSet("control-plane server", flag.ContinueOnError)
	flags.StringVar(&options.dataDir, "data-dir", "", "directory for etcd's data and socket; it is created")
	flags.StringVar(&options.kubeconfig, "controllers-kubeconfig", "",
		"kubeconfig that the controllers reach the API server with; without it no controller runs")
	if err := flags.Parse(args); err != nil {
		return options, err
	}
	if options.dataDir == "" {
		return options, fmt.Errorf("--data-dir is missing")
	}
	absolute, err := filepath.Abs(options.dataDir)
	if err != nil {
		return options, err
	}
	options.dataDir = absolute
	options.apiServerFlags = flags.Args()
	return options, nil
}

// runServer runs etcd, the API server and the controllers until standard input ends or a signal arrives.
func runServer(args []string) int {
	exitWithParent()
	options, err := parseServerOptions(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "control-plane: %v\n", err)
		return exitUsage
	}
	return serve(options)
}

// serve runs etcd, the controllers and the API server, and returns when the API server ends.
func serve(options serverOptions) int {
	endpoint, err := startEtcd(options.dataDir)
	if err != nil {
		fmt.Fprintf(os.Stderr, "control-plane: etcd: %v\n", err)
		return exitFailure
	}
	if options.kubeconfig != "" {
		go func() {
			if err := runControllers(context.Background(), options); err != nil {
				klog.ErrorS(err, "The controllers failed")
				exit(exitFailure)
			}
		}()
	}
	return runAPIServer(append([]string{"--etcd-servers=" + endpoint}, options.apiServerFlags...))
}

// exitWithParent ends the process at the end of its standard input, which comes even when the parent was killed, and on
// signals.
func exitWithParent() {
	exitOnSignal()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		exit(0)
	}()
}

// exitOnSignal ends the process on SIGTERM and SIGINT. It does not wait for open watches as the API server would (a
// minute): the data is thrown away, and what etcd acknowledged is in the kernel's page cache, so that a restart on the
// same directory finds it.
func exitOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-signals
		exit(0)
	}()
}

func exit(code int) {
	klog.Flush()
	os.Exit(code)
}

// flagValue returns the value of a flag among arguments in either form, --name=value or --name value; the last wins.
func flagValue(args []string, name string) string {
	value := ""
	for i, arg := range args {
		if after, found := strings.CutPrefix(arg, "--"+name+"="); found {
			value = after
		} else if arg == "--"+name && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}
