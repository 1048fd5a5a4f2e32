// Command control-plane is a Kubernetes control plane for tests in one static binary: the upstream kube-apiserver,
// an embedded etcd and the few controllers that authentication needs. Nothing in it is a stand-in: the harness
// measures real Kubernetes behaviour.
//
// Usage:
//
//	control-plane server --data-dir DIR [--controllers-kubeconfig FILE] -- KUBE-APISERVER-FLAGS
//	control-plane version
//	control-plane kube-apiserver FLAGS
//	control-plane etcd FLAGS
//
// Invoked under the name kube-apiserver or etcd (through a link) it is the plain upstream program. Under the name k3s it
// takes the command line of k3s, so that an image of it can stand in for one of k3s where there is no registry.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	_ "time/tzdata" // a static binary in an empty container has no time zones

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // --logging-format=json, as in the upstream program
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics at /metrics, as in the upstream program
	_ "k8s.io/component-base/metrics/prometheus/version"  // kubernetes_build_info at /metrics, as in the upstream program
	"k8s.io/component-base/version"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

const (
	exitFailure = 1
	exitUsage   = 2
)

const usage = `usage:
  control-plane server --data-dir DIR [--controllers-kubeconfig FILE] -- KUBE-APISERVER-FLAGS
  control-plane version
  control-plane kube-apiserver FLAGS
  control-plane etcd FLAGS
`

func main() {
	os.Exit(dispatch(filepath.Base(os.Args[0]), os.Args[1:]))
}

// dispatch runs the program that the name of the binary stands for, or else the first argument.
func dispatch(name string, args []string) int {
	switch name {
	case "k3s":
		return dispatchK3s(args)
	case "kube-apiserver":
		return runAPIServer(args)
	case "etcd":
		etcdmain.Main(append([]string{name}, args...))
		return 0
	}
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	switch args[0] {
	case "kube-apiserver", "etcd":
		// etcd reads the arguments of the process itself in places, so they are to look as under the other name.
		os.Args = args
		return dispatch(args[0], args[1:])
	case "server":
		return runServer(args[1:])
	case "version", "--version":
		fmt.Println(version.Get().GitVersion)
		return 0
	case "help", "--help", "-h":
		fmt.Print(usage)
		return 0
	default:
		fmt.Fprintf(os.Stderr, "control-plane: unknown command %q\n%s", args[0], usage)
		return exitUsage
	}
}

// runAPIServer runs the upstream kube-apiserver in this process and returns its exit code.
func runAPIServer(args []string) int {
	command := app.NewAPIServerCommand()
	command.SetArgs(args)
	return cli.Run(command)
}
