"""Starts the .NET runtime inside this process and prints what its garbage collector made of the settings, as one line of
JSON. The environment is taken as it is; the argument names the runtimeconfig.json."""
import json
import pathlib
import sys
import sysconfig

import clr_loader
import pythonnet

installed = pathlib.Path(sysconfig.get_paths()["purelib"], "dnv", "net", "runtime", ".net")
pythonnet.set_runtime(clr_loader.get_coreclr(runtime_config=sys.argv[1], dotnet_root=str(installed)))
pythonnet.load()
import System  # noqa: E402  (there only once the runtime is loaded)

memory = System.GC.GetGCMemoryInfo()
seen = {str(v.Key): str(v.Value) for v in System.GC.GetConfigurationVariables()}
print(json.dumps({
    "available": memory.TotalAvailableMemoryBytes,
    "hardLimit": int(seen["GCHeapHardLimit"]),
    "serverGC": System.Runtime.GCSettings.IsServerGC,
    "heaps": int(seen["HeapCount"]),
    "runtime": str(System.Environment.Version),
}))
