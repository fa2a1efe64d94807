package source

func readFlinkDeployment(*resource) {}

func readBlueGreenDeployment(*resource) {}

func readSessionJob(*resource) {}

func readFlinkCluster(*resource) {}

func readLyftApplication(*resource) {}
